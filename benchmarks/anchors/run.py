"""How many corrections find their place again, and how many would be written into a wrong one.

    .venv/bin/python benchmarks/anchors/run.py [--seeds N] [--from N] [--few N] [--peers DIR] [--write] [FOLDER …]

Every number and date of the sample documents, and of the .txt files of the folders given, is
anchored; each document is changed in twelve ways and three grades; true places are known. `right`
counts anchors placed on their own words, and refused where these are gone; `wrong` counts writes
anywhere else. Beside kanwu, with and without the old text, run other ways to do it (see `peers`).
The rules were mended on seeds 0 to 10 and 100 to 190; `--from 20` reports on others. `--write` puts the tables into
docs/placing.md, with those of `layouts.py`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import layouts
from mutations import EDITED, GRADES, MUTATIONS, NUMBER, Chars, characters, text_of
from peers import SYSTEMS as PEERS
from peers import System, installed

from kanwu.anchor import Anchor, Fixed, Found, anchor
from kanwu.folds import fold
from kanwu.locating import locate
from kanwu.placing import Ask, place
from kanwu.source import Source, Span, decode
from kanwu.text import Text
from kanwu.workspace.documents import load_schema

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "documents"
PAGE = ROOT / "docs" / "placing.md"
BEGIN, END = "<!-- figures: benchmarks/anchors/run.py --write -->", "<!-- end of figures -->"
REPORTS = 6
"""Reports that are laid out anew."""
SCHEMA = load_schema("zh-disclosure-report")


def with_snapshot(anchors: Sequence[Anchor], new: Text, old: Text) -> list[Span | None]:
    return _taken(place([Ask(one) for one in anchors], new, {old.source.sha256: old}))


def without_snapshot(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    return _taken(place([Ask(one) for one in anchors], new, {}))


def _taken(places: Sequence[object]) -> list[Span | None]:
    return [one.span if isinstance(one, (Found, Fixed)) else None for one in places]


def with_fields(anchors: Sequence[Anchor], new: Text, old: Text) -> list[Span | None]:
    """As `kanwu locate --schema` answers, reading both texts."""
    asked = [
        {"id": n, "start": one.start, "end": one.span.end, "quote": one.quote}
        for n, one in enumerate(anchors)
    ]
    case = {"doc_old": old.source.text, "doc_new": new.source.text, "anchors": asked}
    return [
        Span(int(str(one["start"])), int(str(one["end"])))
        if one["status"] in {"applied", "moved", "redundant"}
        else None
        for one in locate(case, SCHEMA)
    ]


SYSTEMS: dict[str, System] = {
    "kanwu, with the old text": with_snapshot,
    "kanwu, without it": without_snapshot,
    "kanwu locate --schema": with_fields,
    **PEERS,
}


def truth(span: Span, changed: Chars, where: dict[int, int]) -> Span | None:
    """Where the words of an old span stand now, whole and alone; None where they are gone."""
    places = [where.get(i) for i in range(span.start, span.end)]
    known = [at for at in places if at is not None]
    if len(known) < len(places) or known != sorted(known):
        return None
    first, last = known[0], known[-1]
    between = sum(not c.isspace() for c, _ in changed[first : last + 1])
    after = changed[last + 1] if last + 1 < len(changed) else ("", None)
    grown = after[1] == EDITED and after[0].isdigit()
    return Span(first, last + 1) if between == len(known) and not grown else None


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="*", type=Path)
    asked.add_argument("--seeds", type=int, default=1)
    asked.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    asked.add_argument("--few", type=int, help="so many anchors a document, as in a real workspace")
    asked.add_argument("--peers", type=Path, help="where peers are installed (see peers.py)")
    asked.add_argument("--write", action="store_true", help="put the tables into docs/placing.md")
    chosen = asked.parse_args()
    systems = SYSTEMS | (installed(chosen.peers) if chosen.peers else {})
    folders = [SAMPLES, *chosen.folders]
    files = [file for folder in folders for file in sorted(folder.glob("*.txt"))]
    counts: dict[tuple[str, str], Counter[str]] = {}
    seconds: Counter[str] = Counter()
    for file in files:
        source = decode(file.read_bytes(), file.stem)
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            _measure(source, seed, chosen.few, systems, counts, seconds)
    lines = [*_table(systems, counts, seconds, len(files)), "", *_layouts()]
    print("\n".join(lines))
    if chosen.write:
        page = PAGE.read_text("utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text("\n".join([f"{head}{BEGIN}", "", *lines, "", f"{END}{tail}"]), "utf-8")


def _table(
    systems: dict[str, System],
    counts: dict[tuple[str, str], Counter[str]],
    seconds: Counter[str],
    documents: int,
) -> list[str]:
    anchors = sum(counts[next(iter(systems)), grade]["all"] for grade in GRADES)
    heads = [f"{grade}: right % | wrong %" for grade in GRADES]
    lines = [
        f"{documents} documents, {len(MUTATIONS)} kinds of change in three grades, {anchors:,} anchors:",
        "",
        f"| | {' | '.join(heads)} | all: right % | wrong % | seconds per 1,000 |",
        "|---|" + "---|" * 9,
    ]
    for name in systems:
        cells: list[str] = []
        whole: Counter[str] = Counter()
        for grade in GRADES:
            cells += _shares(counts[name, grade])
            whole += counts[name, grade]
        each = 1000 * seconds[name] / whole["all"]
        lines.append(f"| {name} | {' | '.join([*cells, *_shares(whole)])} | {each:.2f} |")
    return lines


def _shares(count: Counter[str]) -> list[str]:
    total = count["all"]
    return [f"{100 * count['right'] / total:.2f}", f"{100 * count['wrong'] / total:.3f}"]


def _layouts() -> list[str]:
    counts = layouts.measure(REPORTS, SCHEMA)
    lines = [
        f"The table of applications through another extractor, {len(layouts.LAYOUTS)} layouts, each to",
        "each other; corrections on fields that both extractions read:",
        "",
        "| | corrections | placed right % | wrong |",
        "|---|---|---|---|",
    ]
    for way in ("replay", "locate"):
        total, right = counts[f"{way}, all"], counts[f"{way}, right"]
        share = 100 * right / total
        lines.append(f"| {way} | {total} | {share:.2f} | {counts[f'{way}, wrong']} |")
    placed, total = counts["another year, placed"], counts["another year, all"]
    return [*lines, "", f"Another year's report under the old name: {placed} of {total} placed."]


def _measure(
    source: Source,
    seed: int,
    few: int | None,
    systems: dict[str, System],
    counts: dict[tuple[str, str], Counter[str]],
    seconds: Counter[str],
) -> None:
    old = fold(source)
    spans = [Span(*match.span()) for match in NUMBER.finditer(source.text)]
    for mutation in MUTATIONS:
        for grade in GRADES:
            chance = random.Random(f"{source.document} {mutation.__name__} {grade} {seed} kanwu")
            changed = mutation(characters(source.text), grade, chance)
            used = spans if few is None else chance.sample(spans, min(few, len(spans)))
            where = {o: i for i, (_, o) in enumerate(changed) if o is not None and o >= 0}
            true = [truth(span, changed, where) for span in used]
            new = fold(Source(source.document, text_of(changed), "utf-8"))
            anchors = [anchor(source, span) for span in used]
            for name, system in systems.items():
                start = process_time()
                got = system(anchors, new, old)
                seconds[name] += process_time() - start
                count = counts.setdefault((name, grade), Counter())
                for want, have in zip(true, got, strict=True):
                    count["all"] += 1
                    count["right"] += want == have
                    count["wrong"] += have is not None and want != have


if __name__ == "__main__":
    main()
