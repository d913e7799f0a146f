"""Demo: the sample workspace, copied, and a scripted review of it for machines without a terminal."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path

from kanwu.cli.output import language as spoken
from kanwu.cli.output import note, table
from kanwu.message import Language
from kanwu.numeral import written
from kanwu.triage import Item
from kanwu.workspace import Workspace, open_workspace
from kanwu.workspace.settings import FILE

REVIEWER = "demo"
_SURE = 0.9
"""The scripted reviewer takes a first candidate from this score on."""
_DECISIONS, _SHOWN = 20, 12
_WRAP = 31
"""Columns at which a document is wrapped anew, as another scraper would."""
_PARTS = (FILE, "documents", "corrections")


def private_copy() -> Path:
    """A copy of the sample workspace in a temporary folder, for one's own decisions."""
    folder = Path(tempfile.mkdtemp(prefix="kanwu-demo-"))
    packed = files("kanwu") / "_demo"
    if packed.is_dir():
        with as_file(packed) as samples:
            shutil.copytree(samples, folder, dirs_exist_ok=True)
        return folder
    checkout = Path(__file__).resolve().parents[2]  # an editable install reads the checkout itself
    for part in _PARTS:
        if (checkout / part).is_dir():
            shutil.copytree(checkout / part, folder / part)
        else:
            shutil.copy2(checkout / part, folder / part)
    return folder


def play(asked: Language | None = None) -> int:
    """Extract, print the queue, decide, scrape a document anew, replay, export, and say where."""
    language = spoken(asked)
    root = private_copy()
    note(f"a private copy of the sample workspace: {root}")
    workspace = open_workspace(root, REVIEWER)
    _show_extraction(workspace)
    items = workspace.queue()
    _show_queue(workspace, items, language)
    decided = _decide(workspace, items)
    _show_replay(workspace, "replayed on the documents as they are")
    texts = (name for name, _ in decided.most_common() if workspace.source(name).form == "text")
    document = next(texts)
    _scrape_anew(root / "documents" / f"{document}.txt", workspace.source(document).text)
    workspace = open_workspace(root, REVIEWER)
    lost = _show_replay(workspace, f"replayed after {document} was wrapped and indented anew")
    result = workspace.export(str(root / "releases" / "values.csv"))
    print(
        f"\nexported: {result.rows} values of {result.documents} documents"
        f" ({result.doubted} doubted ones left out)\n{result.path}"
    )
    note(f"go on by hand: kanwu review {root}")
    return 1 if lost else 0


def _show_extraction(workspace: Workspace) -> None:
    states = Counter(
        review.state(one.reading.key) for review in workspace.reviews() for one in review.settled
    )
    print(f"extracted: {len(workspace.documents)} documents, {states.total()} readings")
    print("  " + ", ".join(f"{count} {state}" for state, count in states.most_common()))


def _show_queue(workspace: Workspace, items: list[Item], language: Language) -> None:
    print(f"\nqueue: {len(items)} to settle; the first {_SHOWN}:")
    rows = []
    for item in items[:_SHOWN]:
        labels = workspace.schema.labels
        label = labels[item.key.field][language] if item.key else ""
        first = item.candidates[0] if item.candidates else None
        taken = f"{written(first.value)} ({first.score:.0%})" if first else ""
        rows.append([item.document, label, item.findings[0].message[language], taken])
    for line in table(rows, ("document", "field", "doubt", "first candidate"), 110):
        print(f"  {line}")


def _decide(workspace: Workspace, items: list[Item]) -> Counter[str]:
    """Take sure candidates, say sic where a sum is wrong in print; how many by document."""
    decided: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for item in items:
        if verdicts.total() == _DECISIONS:
            break
        if item.key is None:
            continue
        reading = workspace.review(item.document).by_key[item.key].reading
        sure = item.candidates and item.candidates[0].score >= _SURE
        if sure and reading.value is None:
            workspace.decide(item.document, item.key, "amended", value=item.candidates[0].value)
            verdicts["amended"] += 1
        elif reading.value is not None and reading.damage is None:
            workspace.decide(item.document, item.key, "sic", note="printed so")
            verdicts["sic"] += 1
        else:
            continue
        decided[item.document] += 1
    undone = workspace.undo()
    redone = workspace.redo()
    print(
        f"\ndecided as {REVIEWER}: "
        + ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
        + ("; the last one undone and redone" if undone and redone else "")
    )
    print(f"  {workspace.root / 'corrections' / REVIEWER}")
    return decided


def _show_replay(workspace: Workspace, what: str) -> int:
    """Print the outcomes; how many need a person."""
    counts = Counter(outcome.kind for outcome in workspace.replay())
    print(f"\n{what}:\n  " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))
    return counts["stale"] + counts["ambiguous"] + counts["lost"]


def _scrape_anew(path: Path, text: str) -> None:
    """Wrap and indent a document's prose as another scraper would; rows of tables stay whole."""
    lines: list[str] = []
    for line in text.splitlines():
        words = line.strip()
        if "|" in words or "\t" in words:
            lines.append(words)
        else:
            lines += [f"    {words[i : i + _WRAP]}" for i in range(0, len(words), _WRAP)] or [""]
    path.write_text("\n".join(lines) + "\n", "utf-8")
