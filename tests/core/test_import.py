"""What other tools extracted is doubted, compared with what we read, and settled like it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from extractions import SIGNED, TOTAL, extracted, langextract, place, take

from kanwu.cli import main
from kanwu.cli.lines import reading_lines
from kanwu.errors import KanwuError, UsageError
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace


@pytest.fixture
def one(folder: Path) -> Workspace:
    return open_workspace(folder, "li")


def test_agreement_is_noted_and_goes_out(one: Workspace) -> None:
    """A value that both read is one reading, and its row names both."""
    take(one, extracted(TOTAL, "160", value="160"))
    review = one.review("liping-2020")
    (settled,) = (s for s in review.settled if s.reading.key.field == TOTAL)
    assert settled.reading.agreed == ("langextract",)
    assert review.state(settled.reading.key) == "read"
    to = one.root / "out.csv"
    one.export(str(to))
    (row,) = (line for line in to.read_text("utf-8").splitlines() if f",{TOTAL}," in line)
    assert "; langextract," in row


def test_saying_it_twice_is_saying_it_once(one: Workspace) -> None:
    """A tool that reads in several passes repeats itself; that makes no second reading."""
    place = extracted("training.attendees", "99", value=99)
    take(one, *[extracted(TOTAL, "160", value=160)] * 2, *[place] * 2)
    for field in (TOTAL, "training.attendees"):
        found = [
            s.reading for s in one.review("liping-2020").settled if s.reading.key.field == field
        ]
        assert len(found) == 1
    assert len(one.imports.of("liping-2020")) == 4


def test_disagreement_is_a_finding_until_somebody_settles_it(one: Workspace) -> None:
    """The other's value is a candidate with its reason; a verdict closes it, and undo opens it."""
    before = len(one.queue())
    take(one, extracted(TOTAL, "120", value=120))
    review = one.review("liping-2020")
    (finding,) = (f for f in review.findings if f.code == "import.disagreement")
    assert finding.readings == (Key(TOTAL),)
    assert "langextract: 120" in finding.message.en
    assert "160" in finding.message.zh
    assert Decimal(120) in [c.value for c in review.candidates(Key(TOTAL))]
    assert review.state(Key(TOTAL)) == "doubted"
    assert len(one.queue()) == before + 1
    one.decide("liping-2020", Key(TOTAL), "confirmed")
    assert one.review("liping-2020").state(Key(TOTAL)) == "verified"
    assert not [f for f in one.review("liping-2020").findings if f.code.startswith("import.")]
    one.undo()
    assert one.review("liping-2020").state(Key(TOTAL)) == "doubted"


def test_a_guess_at_damaged_words_is_one_more_candidate(one: Workspace) -> None:
    """What we will not read, another tool's reading does not make a value."""
    take(one, extracted(SIGNED, "2021129", value="2021-12-09"))
    review = one.review("liping-2020")
    assert review.by_key[Key(SIGNED)].reading.value is None
    told = {c.value: c for c in review.candidates(Key(SIGNED))}
    assert any("langextract" in reason.en for reason in told["2021-12-09"].reasons)


@pytest.mark.parametrize(
    ("field", "words"),
    [(TOTAL, "全年累计主动公开政府信息160条"), ("report.period_end", "至2020年12月31日")],
)
def test_a_phrase_alone_is_read_for_its_value(one: Workspace, field: str, words: str) -> None:
    """Where a tool gives a whole phrase and no value, the one value that it says is meant."""
    take(one, extracted(field, words))
    settled = one.review("liping-2020").by_key[Key(field)]
    assert settled.reading.agreed == ("langextract",)


def test_what_only_the_other_read_is_a_reading_of_its_own(one: Workspace) -> None:
    """It fills what we were silent about, with its own words, and is replayed like ours."""
    field = "training.attendees"
    document = one.root / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8") + "到场的一共61位。\n", "utf-8")
    assert one.review("liping-2020").state(Key(field)) == "silent"
    take(one, extracted(field, "61", value=61))
    settled = one.review("liping-2020").by_key[Key(field)]
    assert (settled.reading.value, settled.reading.extractor) == (61, "langextract")
    assert one.review("liping-2020").state(Key(field)) == "read"
    one.decide("liping-2020", Key(field), "absent", note="是条数，不是人次")
    document.write_text("新增的一行。\n" + document.read_text("utf-8"), "utf-8")
    (outcome,) = open_workspace(one.root).replay()
    assert outcome.kind == "moved"


@pytest.mark.parametrize(
    ("field", "words", "value", "code"),
    [
        ("training.attendees", "99", "99", "import.ungrounded"),
        ("training.attendees", "160", "161", "import.not-in-words"),
        ("training.attendees", "160", "160", "import.read-otherwise"),
        ("training.attendees", "信息员", "许多", "import.unread"),
        ("contact.phone", "信息员", "0999-1234567", "import.not-in-words"),
    ],
)
def test_what_its_words_do_not_say_is_doubted(
    one: Workspace, field: str, words: str, value: str, code: str
) -> None:
    """An imported value is never taken on trust: it waits in the queue, and does not go out."""
    take(one, extracted(field, words, value=value))
    review = one.review("liping-2020")
    key = next(s.reading.key for s in review.settled if s.reading.key.field == field)
    assert [f.code for f in review.doubts[key]] == [code]
    assert key in [item.key for item in review.queue]
    to = one.root / "out.jsonl"
    one.export(str(to))
    rows = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    assert field not in {row["field"] for row in rows}


def test_two_other_tools_are_compared_with_each_other(one: Workspace) -> None:
    """Also where the words of the first were found nowhere: neither value is lost."""
    field = "training.attendees"
    take(one, extracted(field, "99", value=99))
    file = langextract(one.root, extracted(field, "160", value=160))
    one.take(file, "langextract", name="other")
    review = one.review("liping-2020")
    reading = review.by_key[Key(field)].reading
    assert (reading.value, reading.extractor) == (99, "langextract")
    assert [(rival.extractor, rival.value) for rival in reading.rivals] == [("other", 160)]
    assert {f.code for f in review.doubts[Key(field)]} == {
        "import.ungrounded",
        "import.disagreement",
    }


def test_each_document_prints_its_own_value_without_a_place(one: Workspace) -> None:
    """What is remembered of a line from one document to the next is nothing of its own."""
    field = "training.attendees"
    document = one.root / "documents" / "liping-2020.txt"
    document.with_name("other.txt").write_text(document.read_text("utf-8"), "utf-8")
    take(one, extracted(field, "99", value=99))
    one.take(
        langextract(one.root, extracted(field, "77", value=77), document="other"), "langextract"
    )
    workspace = open_workspace(one.root)
    printed = {}
    for name in ("liping-2020", "other"):
        for line in reading_lines(workspace.review(name), "zh").splitlines():
            told = json.loads(line)
            if told["field"] == field:
                printed[name] = (told["value"], told["quote"])
    assert printed == {"liping-2020": (99, "99"), "other": (77, "77")}


@pytest.mark.parametrize("verdict", ["confirmed", "amended", "absent", "sic", "unreadable"])
def test_a_value_without_a_place_can_be_settled(one: Workspace, verdict: str) -> None:
    """The verdict holds by the field alone, also in another version of the document."""
    key = Key("training.attendees")
    take(one, extracted(key.field, "99", value=99))
    value = Decimal(98) if verdict == "amended" else None
    one.decide("liping-2020", key, verdict, value=value)  # type: ignore[arg-type]
    document = one.root / "documents" / "liping-2020.txt"
    document.write_text("新增的一行。\n" + document.read_text("utf-8"), "utf-8")
    review = open_workspace(one.root).review("liping-2020")
    assert review.state(key) == "verified"
    expected = {"confirmed": 99, "amended": 98, "sic": 99}.get(verdict)
    assert review.by_key[key].reading.value == expected


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("3.5万元", {"value": "3.5", "unit": "万元"}),
        ("3.5万元", {"value": "3.5"}),
        ("3.5万元", {"value": 35000}),
        ("拨款3.5万元", {}),
    ],
)
def test_a_number_of_another_unit_is_one_of_the_field(
    one: Workspace, words: str, more: dict[str, object]
) -> None:
    """3.5 and 万元 are 35000 元, however the tool tells it, and the words say so."""
    document = one.root / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8") + "\n另有拨款3.5万元。\n", "utf-8")
    take(one, extracted("fees.charged", words, **more))
    settled = next(s for s in one.review("liping-2020").settled if s.reading.extractor)
    assert (settled.reading.key.field, settled.reading.value) == ("fees.charged", 35000)
    assert one.review("liping-2020").state(settled.reading.key) == "read"


def test_label_studio_predictions_and_annotations(one: Workspace) -> None:
    """Regions with labels and text areas, by a model's version and by who annotated."""
    text = one.source("liping-2020").text
    start, end = place(one, "160")

    def region(label: str, value: str | None) -> list[dict[str, object]]:
        where = {"start": start, "end": end}
        found: list[dict[str, object]] = [
            {"id": "a", "type": "labels", "value": {**where, "labels": [label]}, "score": 0.8}
        ]
        if value:
            found.append({"id": "a", "type": "textarea", "value": {**where, "text": [value]}})
        return found

    task = {
        "data": {"text": text},
        "predictions": [{"model_version": "Model 7", "result": region(TOTAL, None)}],
        "annotations": [
            {"completed_by": 5, "result": region("主动公开总数", "160")},
            {"completed_by": 6, "was_cancelled": True, "result": region(TOTAL, "1")},
        ],
    }
    label = one.schema.labels[TOTAL].zh
    file = one.root / "tasks.json"
    file.write_text(json.dumps([task], ensure_ascii=False).replace("主动公开总数", label), "utf-8")
    taken = one.take(file, "label-studio").extractions
    assert [(e.extractor, e.field, e.quote) for e in taken] == [
        ("model-7", TOTAL, "160"),
        ("annotator-5", TOTAL, "160"),
    ]
    assert [e.status for e in taken] == ["kept", "kept"]
    assert taken[0].extra["score"] == Decimal("0.8")


@pytest.mark.parametrize("wide", [False, True])
def test_csv_with_a_mapping(one: Workspace, wide: bool) -> None:
    """One value a row, or one document a row; the mapping says what names mean."""
    file, mapping = one.root / "theirs.csv", one.root / "map.toml"
    if wide:
        file.write_text("﻿文件,总数,日期\nliping-2020.txt,160,2021-02-08\n", "utf-8")
        columns = 'document = "文件"\n'
    else:
        file.write_text(
            "文件,名称,数\nliping-2020.txt,总数,160\nliping-2020.txt,日期,2021-02-08\n", "utf-8"
        )
        columns = 'document = "文件"\nfield = "名称"\nvalue = "数"\n'
    fields = f'"总数" = "{TOTAL}"\n"日期" = "report.published"\n'
    mapping.write_text(f"[columns]\n{columns}[fields]\n{fields}", "utf-8")
    taken = one.take(file, "csv", name="Their Tool", mapping=mapping).extractions
    assert [(e.extractor, e.field, e.status) for e in taken] == [
        ("their-tool", TOTAL, "found"),
        ("their-tool", "report.published", "found"),
    ]
    review = one.review("liping-2020")
    for field in (TOTAL, "report.published"):
        assert review.by_key[Key(field)].reading.agreed == ("their-tool",)


@pytest.mark.parametrize(
    "answer",
    [
        '```json\n{"disclosed.total": 160, "disclosed.by_subject": {"财政信息": "120"}}\n```',
        '{"disclosed": {"total": {"value": 160, "quote": "160"}, "by_subject": {"财政信息": 120}}}',
        'Here it is: {"liping-2020": {"disclosed.total": 160, "disclosed.by_subject": [{"item": "财政信息", "value": 120}]}}',
        '[{"document": "liping-2020", "disclosed.total": "160", "disclosed.by_subject": {"财政信息": 120}, "x": null}]',
    ],
)
def test_the_bare_json_of_a_language_model(one: Workspace, answer: str) -> None:
    """Whatever shape it takes, values find the places that say them."""
    file = one.root / "answer.json"
    file.write_text(answer, "utf-8")
    taken = one.take(file, "json", name="llm").extractions
    assert [(e.field, e.item, str(e.value), e.status) for e in taken] == [
        (TOTAL, None, "160", "found"),
        ("disclosed.by_subject", "财政信息", "120", "found"),
    ]
    assert [one.source("liping-2020").quote(e.span) for e in taken if e.span] == ["160", "120"]


def test_importing_again_replaces_what_the_tool_said_before(one: Workspace) -> None:
    """The same file twice is the same; another of the same tool takes its place."""
    take(one, extracted(TOTAL, "120"))
    take(one, extracted(TOTAL, "160"))
    assert [e.quote for e in one.imports.of("liping-2020")] == ["160"]
    assert not [f for f in one.review("liping-2020").findings if f.code.startswith("import.")]


def test_fields_that_the_schema_lacks_are_kept_and_named(
    one: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read as nothing, and stay in the file until a mapping says what they are."""
    monkeypatch.chdir(one.root)
    file = langextract(one.root, extracted("心情", "信息员", mood="好"), extracted(TOTAL, "160"))
    assert main(["import", str(file), "--from", "langextract", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["lost", "found"]
    assert "心情" in err
    assert "--map" in err
    kept = open_workspace(one.root).imports.of("liping-2020")
    assert (kept[0].name, kept[0].extra) == ("心情", {"mood": "好"})
    assert main(["extract"]) == 0
    assert "心情" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("langextract", "{\n", "out:1: is not JSON"),
        ("langextract", '{"a": 1}', "no list of extractions"),
        ("label-studio", '[{"id": 1}]', "no data"),
        ("csv", "a,b\n1,2\n", "--map"),
        ("csv", "document,field,value\nx,y,1,2\n", "more cells"),
        ("json", "sorry", "holds no JSON"),
        ("jsonl", "[1]", "not a JSON object"),
        ("jsonl", '{"document": "elsewhere", "field": "report.year", "value": 1}', "elsewhere"),
    ],
)
def test_files_of_another_form_are_named(one: Workspace, form: str, text: str, said: str) -> None:
    """What is wrong and where, and nothing is kept."""
    file = one.root / "out"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        one.take(file, form)  # type: ignore[arg-type]
    assert said in str(error.value)
    assert not (one.root / "imports").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fields]\na = 1\n", "[columns] and [fields]"),
        ('[columns]\nfeild = "a"\n', "Columns:"),
        ('[fields]\na = "report.yaer"\n', "no field"),
        ("[fields\n", "not TOML"),
    ],
)
def test_mappings_say_what_is_wrong(one: Workspace, text: str, said: str) -> None:
    """The slip, and what there is."""
    file, mapping = one.root / "a.jsonl", one.root / "map.toml"
    file.write_text("", "utf-8")
    mapping.write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        one.take(file, "jsonl", mapping=mapping)
    assert said in str(error.value)


def test_a_torn_import_is_named_and_the_rest_is_read(one: Workspace) -> None:
    """Its line is told, and our own readings stand."""
    take(one, extracted(TOTAL, "160"))
    file = one.root / "imports" / "langextract" / "liping-2020.jsonl"
    file.write_text(file.read_text("utf-8") + '{"field": 1}\n', "utf-8")
    again = open_workspace(one.root)
    assert again.review("liping-2020").by_key[Key(TOTAL)].reading.value == 160
    (problem,) = again.problems
    assert isinstance(problem, KanwuError)
    assert "imports/langextract/liping-2020.jsonl:2" in str(problem)
