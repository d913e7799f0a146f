"""Other ways to find a place again, each told from its own documentation, run on the same anchors.

diff-match-patch (PyPI) and approx-string-match (npm) are run themselves where they are installed:

    python -m venv DIR && DIR/bin/pip install diff-match-patch
    npm install --prefix DIR approx-string-match

and `run.py --peers DIR`. Hypothesis-style scoring is written anew here, after the weights that its
client publishes: quote 50, words before 20, words after 20, position 2; candidates are the exact
quotes, else the likest stretch with up to half of the quote wrong. With each system goes a guard: a
place counts as taken only where the old words stand, as a correction would demand.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kanwu.anchor import Anchor
from kanwu.source import Span
from kanwu.text import Text

System = Callable[[Sequence[Anchor], Text, Text], list[Span | None]]
_BITS = 32
"""The longest pattern that diff-match-patch looks for."""
_SIDE = 16
"""Characters on each side that go into a pattern."""
_SEARCH = """
import search from "%s/node_modules/approx-string-match/build/src/index.js";
import readline from "readline";
const lines = readline.createInterface({input: process.stdin});
for await (const line of lines) {
  const {text, patterns} = JSON.parse(line);
  const found = patterns.map(p => {
    const all = search(text, p, Math.floor(p.length / 2));
    all.sort((a, b) => a.errors - b.errors);
    return all.length ? [all[0].start, all[0].end] : null;
  });
  console.log(JSON.stringify(found));
}
"""


def partial_ratio(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    """The stretch likest to the quote with its neighbours, by rapidfuzz."""
    text = new.source.text
    found: list[Span | None] = []
    for one in anchors:
        best = fuzz.partial_ratio_alignment(_pattern(one), text, score_cutoff=60)
        found.append(_inside(one, text, best.dest_start, best.dest_end) if best else None)
    return found


def exact(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    """The quote between eight exact neighbours on each side, where that stands once."""
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


def hypothesis_style(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
    """The best of all candidates, by quote, neighbours and position; always the best, no margin."""
    text = new.source.text
    found: list[Span | None] = []
    for one in anchors:
        places = _exact_places(one.quote, text) or _likest(one.quote, text)
        best = max(places, key=lambda span: _weigh(one, span, text), default=None)
        found.append(best if best and text[best.start : best.end] == one.quote else None)
    return found


def _exact_places(quote: str, text: str) -> list[Span]:
    places: list[Span] = []
    at = text.find(quote)
    while at >= 0:
        places.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def _likest(quote: str, text: str) -> list[Span]:
    best = fuzz.partial_ratio_alignment(quote, text)
    if best is None:
        return []
    span = Span(best.dest_start, best.dest_end)
    wrong = Levenshtein.distance(quote, text[span.start : span.end])
    return [span] if wrong <= len(quote) // 2 else []


def _weigh(one: Anchor, span: Span, text: str) -> float:
    alike = Levenshtein.normalized_similarity
    quote = alike(one.quote, text[span.start : span.end])
    before = alike(one.before, text[max(0, span.start - len(one.before)) : span.start])
    after = alike(one.after, text[span.end : span.end + len(one.after)])
    position = 1 - abs(span.start - one.start) / max(len(text), 1)
    return 50 * quote + 20 * before + 20 * after + 2 * position


def _pattern(one: Anchor) -> str:
    return one.before[-_SIDE:] + one.quote + one.after[:_SIDE]


def _inside(one: Anchor, text: str, start: int, end: int) -> Span | None:
    """Where the quote stands in a stretch that was found."""
    at = text.find(one.quote, start, end)
    return Span(at, at + len(one.quote)) if at >= 0 else None


# --- those that must be installed ----------------------------------------------------------------


def installed(folder: Path) -> dict[str, System]:
    """The peers that stand in a folder, by their names."""
    systems: dict[str, System] = {}
    for packages in folder.glob("lib/python*/site-packages"):
        sys.path.append(str(packages))
    try:
        import diff_match_patch
    except ImportError:
        pass
    else:
        systems["diff-match-patch, match"] = _diff_match_patch(diff_match_patch)
    node = shutil.which("node")
    if node and (folder / "node_modules" / "approx-string-match").is_dir():
        systems["approx-string-match (npm)"] = _approx(node, folder)
    return systems


def _diff_match_patch(module: ModuleType) -> System:
    matcher = module.diff_match_patch()

    def system(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
        text = new.source.text
        found: list[Span | None] = []
        for one in anchors:
            room = max(0, (_BITS - len(one.quote)) // 2)
            before = one.before[-room:] if room else ""
            pattern = (before + one.quote + one.after[:room])[:_BITS]
            at = matcher.match_main(text, pattern, max(0, one.start - len(before)))
            end = at + len(pattern) + 2
            found.append(_inside(one, text, at, end) if at >= 0 else None)
        return found

    return system


def _approx(node: str, folder: Path) -> System:
    script = folder / "search.mjs"
    script.write_text(_SEARCH % folder.resolve(), "utf-8")
    process = subprocess.Popen(
        [node, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def system(anchors: Sequence[Anchor], new: Text, _: Text) -> list[Span | None]:
        text = "".join(c if c <= "\uffff" else "\ufffd" for c in new.source.text)  # UTF-16 units
        assert process.stdin is not None
        assert process.stdout is not None
        patterns = [_pattern(one) for one in anchors]
        process.stdin.write(json.dumps({"text": text, "patterns": patterns}) + "\n")
        process.stdin.flush()
        answers = json.loads(process.stdout.readline())
        return [
            _inside(one, new.source.text, *best) if best else None
            for one, best in zip(anchors, answers, strict=True)
        ]

    return system


SYSTEMS: dict[str, System] = {
    "rapidfuzz partial ratio": partial_ratio,
    "exact words and neighbours": exact,
    "Hypothesis-style scoring": hypothesis_style,
}
