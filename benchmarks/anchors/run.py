"""How many corrections find their place again, and how many would be written into a wrong one.

    .venv/bin/python benchmarks/anchors/run.py [--seeds N] [--few N] [FOLDER …]

Every number and date of the sample documents, and of the .txt files of the folders given, is
anchored; each document is changed in twelve ways and three grades; true places are known. `right`
counts anchors placed on their own words, and refused where these are gone; `wrong` counts writes
anywhere else. Beside kanwu, with and without the old text, run a plain rapidfuzz search for the
words with their neighbours, and exact words with exact neighbours.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from mutations import EDITED, GRADES, MUTATIONS, NUMBER, Chars, characters, text_of
from rapidfuzz import fuzz

from kanwu.anchor import Anchor, Fixed, Found, anchor
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.source import Source, Span, decode
from kanwu.text import Text

SAMPLES = Path(__file__).resolve().parents[2] / "documents"
System = Callable[[Sequence[Anchor], Text, Text], list[Span | None]]


def with_snapshot(anchors: Sequence[Anchor], new: Text, old: Text) -> list[Span | None]:
    return _taken(place([Ask(one) for one in anchors], new, {old.source.sha256: old}))


def without_snapshot(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    return _taken(place([Ask(one) for one in anchors], new, {}))


def _taken(places: Sequence[object]) -> list[Span | None]:
    return [one.span if isinstance(one, (Found, Fixed)) else None for one in places]


def partial_ratio(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    text = new.source.text
    found: list[Span | None] = []
    for one in anchors:
        words = one.before[-16:] + one.quote + one.after[:16]
        best = fuzz.partial_ratio_alignment(words, text, score_cutoff=60)
        at = text.find(one.quote, best.dest_start, best.dest_end) if best else -1
        found.append(Span(at, at + len(one.quote)) if at >= 0 else None)
    return found


def exact(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    text = new.source.text
    found: list[Span | None] = []
    for one in anchors:
        before = one.before[-8:]
        words = before + one.quote + one.after[:8]
        at = text.find(words)
        alone = at >= 0 and text.find(words, at + 1) < 0
        start = at + len(before)
        found.append(Span(start, start + len(one.quote)) if alone else None)
    return found


SYSTEMS: dict[str, System] = {
    "kanwu, with the old text": with_snapshot,
    "kanwu, without it": without_snapshot,
    "rapidfuzz partial ratio": partial_ratio,
    "exact words and neighbours": exact,
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
    asked.add_argument("--few", type=int, help="so many anchors a document, as in a real workspace")
    chosen = asked.parse_args()
    folders = [SAMPLES, *chosen.folders]
    files = [file for folder in folders for file in sorted(folder.glob("*.txt"))]
    counts: dict[tuple[str, str], Counter[str]] = {}
    seconds: Counter[str] = Counter()
    for file in files:
        source = decode(file.read_bytes(), file.stem)
        _measure(source, chosen.seeds, chosen.few, counts, seconds)
    print(f"{len(files)} documents, {len(MUTATIONS)} kinds of change, {chosen.seeds} seeds")
    print(f"{'':<28}" + "".join(f"{grade:>24}" for grade in GRADES) + f"{'s / 1,000':>12}")
    for name in SYSTEMS:
        line, total = f"{name:<28}", 0
        for grade in GRADES:
            c = counts[name, grade]
            total += c["all"]
            right, wrong = 100 * c["right"] / c["all"], 100 * c["wrong"] / c["all"]
            line += f"{right:8.2f} % {wrong:7.3f} % wrong"
        print(f"{line}{1000 * seconds[name] / total:12.2f}")


def _measure(
    source: Source,
    seeds: int,
    few: int | None,
    counts: dict[tuple[str, str], Counter[str]],
    seconds: Counter[str],
) -> None:
    old = fold(source)
    spans = [Span(*match.span()) for match in NUMBER.finditer(source.text)]
    for mutation in MUTATIONS:
        for grade in GRADES:
            for seed in range(seeds):
                chance = random.Random(
                    f"{source.document} {mutation.__name__} {grade} {seed} kanwu"
                )
                changed = mutation(characters(source.text), grade, chance)
                used = spans if few is None else chance.sample(spans, min(few, len(spans)))
                where = {o: i for i, (_, o) in enumerate(changed) if o is not None and o >= 0}
                true = [truth(span, changed, where) for span in used]
                new = fold(Source(source.document, text_of(changed), "utf-8"))
                anchors = [anchor(source, span) for span in used]
                for name, system in SYSTEMS.items():
                    start = perf_counter()
                    got = system(anchors, new, old)
                    seconds[name] += perf_counter() - start
                    count = counts.setdefault((name, grade), Counter())
                    for want, have in zip(true, got, strict=True):
                        count["all"] += 1
                        count["right"] += want == have
                        count["wrong"] += have is not None and want != have


if __name__ == "__main__":
    main()
