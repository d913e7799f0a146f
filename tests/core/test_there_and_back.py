"""What goes out for other tools comes back whole, and points at its words."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from extractions import SIGNED, TOTAL, extracted, take

from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace


@pytest.fixture
def one(folder: Path) -> Workspace:
    return open_workspace(folder, "li")


def told(rows: list[dict[str, object]]) -> set[tuple[object, ...]]:
    names = ("document", "field", "item", "value", "unit", "qualifier", "quote", "start", "end")
    return {tuple(row[name] for name in names) for row in rows}


def exported(workspace: Workspace, name: str, form: str) -> Path:
    to = workspace.root / "out" / name
    open_workspace(workspace.root, "li").export(str(to), form, doubted=True)  # type: ignore[arg-type]
    return to


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("form", ["label-studio", "jsonl", "csv"])
def test_there_and_back_loses_nothing(
    one: Workspace, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    """Import, review, export, import elsewhere: every value, place, verdict and note is there."""
    take(one, extracted(TOTAL, "120"), extracted("training.attendees", "160", value=160))
    one.decide("liping-2020", Key(TOTAL), "confirmed", note="以正文为准")
    one.decide("liping-2020", Key(SIGNED), "amended", value="2021-01-29")
    one.decide("liping-2020", Key("training.attendees"), "sic", should_be=Decimal(16))
    out = lines(exported(one, "values.jsonl", "jsonl"))
    file = exported(one, f"values.{form}", form)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "documents").mkdir()
    for name in ("kanwu.toml", "documents/liping-2020.txt"):
        (elsewhere / name).write_text((one.root / name).read_text("utf-8"), "utf-8")
    other = open_workspace(elsewhere, "wang")
    taken = other.take(file, form).extractions  # type: ignore[arg-type]
    assert {e.status for e in taken} == {"kept"}
    assert {(e.field, e.item, e.quote, e.span and e.span.start) for e in taken} == {
        (row["field"], row["item"], row["quote"], row["start"]) for row in out
    }
    notes = {e.extra.get("note") for e in taken}
    assert "以正文为准" in notes
    assert {str(e.extra.get("should_be")) for e in taken} >= {"16"}
    back = lines(exported(other, "back.jsonl", "jsonl"))
    amended = {"2021-01-29"} if form != "label-studio" else set()
    settled = {row["value"] for row in out if row["verdict"] != "amended"}
    assert {row["value"] for row in back} >= settled - amended
    assert told([row for row in out if row["verdict"] is None]) <= told(back)


def test_web_annotations_point_at_their_words(one: Workspace) -> None:
    """Both selectors hold: the offsets, and the quote with what is around it."""
    one.decide("liping-2020", Key(SIGNED), "amended", value="2021-01-29", note="发布在后")
    file = exported(one, "values.json", "web-annotation")
    page = json.loads(file.read_text("utf-8"))
    assert (page["@context"], page["type"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationPage",
    )
    text = one.source("liping-2020").text
    ids = set()
    for entry in page["items"]:
        ids.add(entry["id"])
        assert entry["target"]["source"] == "documents/liping-2020.txt"
        position, quote = entry["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert around in text
    assert len(ids) == len(page["items"]) > 5
    (signed,) = (e for e in page["items"] if e["body"][0]["value"] == SIGNED)
    assert [(b["purpose"], b["value"]) for b in signed["body"][1:]] == [
        ("describing", "2021-01-29"),
        ("assessing", "amended"),
        ("commenting", "发布在后"),
    ]
    assert signed["creator"]["nickname"] == "li"


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x1c", "\n", '"', ","])
@pytest.mark.parametrize("form", ["jsonl", "csv", "label-studio"])
def test_strange_marks_inside_words_break_no_line(folder: Path, mark: str, form: str) -> None:
    """Every mark that some tool takes for the end of a line or a cell goes there and back."""
    document = folder / "documents" / "liping-2020.txt"
    words = f"全年{mark}信息"
    document.write_text(document.read_text("utf-8") + words, "utf-8", newline="")
    one = open_workspace(folder, "li")
    (found,) = take(one, extracted("report.index_number", words, value=words))
    one.decide("liping-2020", Key("report.index_number"), "confirmed", note=f"a{mark}b")
    taken = one.take(exported(one, f"values.{form}", form), form).extractions  # type: ignore[arg-type]
    again = [e for e in open_workspace(folder).imports.of("liping-2020") if e in taken]
    assert len(again) == len(taken)
    spans = {e.span for e in taken if e.field == "report.index_number"}
    assert spans == {found.span}
    assert f"a{mark}b" in {e.extra.get("note") for e in taken}
