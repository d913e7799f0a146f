"""What other tools extracted stands where its words stand, or nowhere: never at a wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest
from extractions import TOTAL, extracted, langextract, place, take

from kanwu.workspace import Workspace, open_workspace


@pytest.fixture
def one(folder: Path) -> Workspace:
    return open_workspace(folder, "li")


def test_a_wrong_place_is_mended_and_both_are_kept(one: Workspace) -> None:
    """Offsets that hold other words, or none, lead to the words; what the tool gave stays on record."""
    (moved, found, kept) = take(
        one,
        extracted(TOTAL, "160", (3, 6)),
        extracted("report.published", "2021-02-08"),
        extracted("report.period_end", "2020年12月31日", place(one, "2020年12月31日")),
    )
    assert (moved.status, found.status, kept.status) == ("moved", "found", "kept")
    assert (moved.given.start, moved.given.end, moved.given.status) == (3, 6, "match_exact")
    text = one.source("liping-2020").text
    for extraction in (moved, found, kept):
        assert extraction.span is not None
        assert text[extraction.span.start : extraction.span.end] == extraction.quote
    again = open_workspace(one.root).imports.of("liping-2020")
    assert again == [moved, found, kept]


@pytest.mark.parametrize(
    ("field", "words", "status"),
    [
        ("training.sessions", "2", "lost"),  # every 2 here is a digit of a longer number
        ("training.sessions", "99", "lost"),
        ("training.meetings", "0", "lost"),
        ("staff.total", "信息", "ambiguous"),
        ("training.sessions", "10", "lost"),  # 10:20 is a time of day
    ],
)
def test_no_place_is_better_than_a_wrong_one(
    one: Workspace, field: str, words: str, status: str
) -> None:
    """What stands nowhere by itself, or in several places alike, has no place."""
    (found,) = take(one, extracted(field, words))
    assert (found.status, found.span) == (status, None)


def test_words_in_another_script_width_and_spacing_are_found(one: Workspace) -> None:
    """A tool that tidied the words up still leads to the source's own."""
    (found,) = take(one, extracted("report.publisher", "雲嶺市 梨坪鎮人民政府"))
    assert found.span is not None
    assert one.source("liping-2020").quote(found.span) == "云岭市梨坪镇人民政府"


def test_the_item_tells_which_of_two_like_numbers(folder: Path) -> None:
    """Two equal counts: the item beside each tells them apart, whatever order the tool has."""
    document = folder / "documents" / "liping-2020.txt"
    text = document.read_text("utf-8").replace("政策文件40条，占25%", "政策文件120条，占25%")
    document.write_text(text, "utf-8")
    one = open_workspace(folder, "li")
    field = "disclosed.by_subject"
    finance, policy = take(
        one, extracted(field, "120", item="财政信息"), extracted(field, "120", item="政策文件")
    )
    assert finance.span is not None
    assert policy.span is not None
    assert text[: policy.span.start].endswith("政策文件")
    assert text[: finance.span.start].endswith("财政信息")


def test_offsets_that_keep_their_promise_are_believed_where_nothing_else_tells(
    folder: Path,
) -> None:
    """A schema without a phrase of its own: true offsets are kept, offsets to the first likeness are not."""
    (folder / "schemas").mkdir()
    fields = "\n".join(
        f"  x.{name}: {{label: {{zh: {name}, en: {name}}}, kind: count}}" for name in "abcd"
    )
    schema = f"schema: bare\nversion: 1\ntitle: {{zh: 空, en: bare}}\nfields:\n{fields}\n"
    (folder / "schemas" / "bare.yaml").write_text(schema, "utf-8")
    (folder / "kanwu.toml").write_text('format = 1\nschema = "bare"\n', "utf-8")
    text = "甲 5 个，乙 7 个，丙 5 个，丁 5 个。"
    (folder / "documents" / "liping-2020.txt").write_text(text, "utf-8")
    one = open_workspace(folder, "li")
    places = [(i, i + 1) for i, c in enumerate(text) if c.isdigit()]
    words = [text[a:b] for a, b in places]
    true = take(
        one, *(extracted(f"x.{n}", w, p) for n, w, p in zip("abcd", words, places, strict=True))
    )
    assert [e.status for e in true] == ["kept"] * 4
    firsts = [(text.index(w), text.index(w) + 1) for w in words]
    false = take(
        one, *(extracted(f"x.{n}", w, p) for n, w, p in zip("abcd", words, firsts, strict=True))
    )
    assert [e.status for e in false] == ["ambiguous", "kept", "ambiguous", "ambiguous"]


def test_a_new_version_of_the_document_is_searched_again(one: Workspace) -> None:
    """Places are of the version they were found in; in another the words are looked for anew."""
    take(one, extracted("report.publisher", "云岭市梨坪镇人民政府"))
    document = one.root / "documents" / "liping-2020.txt"
    text = "新增的一行。\n" + document.read_text("utf-8")
    document.write_text(text, "utf-8")
    review = open_workspace(one.root).review("liping-2020")
    (settled,) = (s for s in review.settled if s.reading.key.field == "report.publisher")
    assert settled.reading.span is not None
    assert review.source.quote(settled.reading.span) == settled.reading.quote


def test_the_seeds_as_langextract_gives_them(shared: Path, tmp_path: Path) -> None:
    """With true, missing, shifted and first-likeness offsets: ≥ 99 % find their place, 0 a wrong one."""
    yaml = pytest.importorskip("yaml")
    (tmp_path / "documents").mkdir()
    (tmp_path / "kanwu.toml").write_text('format = 1\nschema = "zh-disclosure-report"\n', "utf-8")
    right = wrong = total = 0
    for seed in sorted((shared / "seeds").glob("*.txt")):
        (tmp_path / "documents" / seed.name).write_bytes(seed.read_bytes())
        text = seed.read_text("utf-8")
        gold = yaml.safe_load((shared / "seeds" / "gold" / f"{seed.stem}.yaml").read_text("utf-8"))
        facts = [fact for fact in gold["facts"] if fact["quote"]]
        one = open_workspace(tmp_path, "li")
        for n, offset in enumerate(
            (lambda s, q: s, lambda s, q: None, lambda s, q: s + 7, text.find)
        ):
            extractions = []
            for fact in facts:
                more = {k: fact[k] for k in ("unit", "item") if fact.get(k)}
                at = offset(fact["start"], fact["quote"]) if n < 3 else text.find(fact["quote"])  # type: ignore[call-overload]
                where = None if at is None else (at, at + len(fact["quote"]))
                extractions.append(
                    extracted(fact["field"], fact["quote"], where, value=str(fact["value"]), **more)
                )
            file = langextract(tmp_path, *extractions, document=seed.stem)
            for fact, found in zip(facts, one.take(file, "langextract").extractions, strict=True):
                total += 1
                if found.span is not None:
                    hit = (found.span.start, found.span.end) == (fact["start"], fact["end"])
                    right, wrong = right + hit, wrong + (not hit)
    assert total > 1000
    assert wrong == 0
    assert right / total >= 0.99
