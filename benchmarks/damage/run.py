"""The figures of the damage corpus: found, repaired, calibrated, and how others do on the same words.

    .venv/bin/python benchmarks/damage/run.py [--reports N] [--first N] [--peers PYTHON] [--write] [--failures [WORD]]

Makes sound reports and damages each in three grades, reviews all of them, and prints a Markdown
table; `--write` puts it into docs/damage.md. `--peers` names a Python that has benchmarks/damage/peers.txt
installed. `--failures` lists what went wrong, by cause, with examples.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import judge
from corpus import ACTS, damaged
from judge import Tally
from pieces import Fact
from reports import report

from kanwu.candidate import Evidence, TokenKind, suggest
from kanwu.workspace.documents import load_schema

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs" / "damage.md"
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.01)
SURE = 0.9
"""From this score on, a first candidate counts as an answer."""


@dataclass(frozen=True)
class Token:
    """Words out of a report, with their truth."""

    words: str
    kind: str
    value: str
    year: int
    hurt: bool


@dataclass(frozen=True)
class Answers:
    """How one reader did on the tokens: right, wrong, none, on sound and on damaged words."""

    name: str
    sound: Counter[str]
    hurt: Counter[str]
    seconds: float


def tokens_of(first: int, reports: int) -> list[Token]:
    """The damaged dates and numbers of prose whose truth can be decided, and as many sound ones."""
    hurt: list[Token] = []
    sound: list[Token] = []
    for number in range(first, first + reports):
        for grade in ACTS:
            one = damaged(number, grade)
            words = one.words()
            for damage in one.damages:
                fact = damage.facts[0]
                told = len(damage.facts) == 1 and fact.field.count(".") == 1 and words[fact]
                if (
                    told
                    and damage.decidable
                    and damage.expect == "doubt"
                    and not _hidden(damage.act)
                ):
                    hurt.append(_token(fact, words[fact], one.clean.year, True))
            sound += [
                _token(fact, fact.words, one.clean.year, False)
                for fact in one.clean.facts
                if fact.field.count(".") == 1 and fact.words and fact.item is None
            ]
    return hurt + sound[:: max(1, len(sound) // max(1, len(hurt)))]


def _hidden(act: str) -> bool:
    """Acts that no bare token can show."""
    return act.removeprefix("cell: ") in {
        "digit lost",
        "digit doubled",
        "digits swapped",
        "digit changed",
        "point lost",
    }


def _token(fact: Fact, words: str, year: int, hurt: bool) -> Token:
    unit = {"money": "万元", "count": "条"}.get(fact.kind, "")
    return Token(words + unit, fact.kind, str(fact.value), year, hurt)


def ours(tokens: Sequence[Token]) -> Answers:
    """kanwu's `suggest` on bare words, told the report's year and nothing else."""
    kinds: dict[str, TokenKind] = {
        "money": "amount",
        "date": "date",
        "percent": "percent",
        "count": "count",
    }
    start = time.process_time()
    found = [suggest(t.words, kinds[t.kind], Evidence(report_year=t.year)) for t in tokens]
    seconds = time.process_time() - start
    counts = {False: Counter[str](), True: Counter[str]()}
    for token, candidates in zip(tokens, found, strict=True):
        count = counts[token.hurt]
        right = bool(candidates) and _equal(str(candidates[0].value), token)
        sure = bool(candidates) and candidates[0].score >= SURE
        count["right" if right else "wrong" if sure else "none"] += 1
        count["three"] += any(_equal(str(c.value), token) for c in candidates[:3])
        count["all"] += 1
    return Answers("kanwu, the bare words", counts[False], counts[True], seconds)


def theirs(tokens: Sequence[Token], python: str) -> Iterator[Answers]:
    """The peers' answers, each on the kinds that it reads."""
    asked = json.dumps([{"words": t.words, "kind": t.kind} for t in tokens])
    ran = subprocess.run(
        [python, HERE / "peers.py"], input=asked, capture_output=True, text=True, check=True
    )
    for name, told in json.loads(ran.stdout).items():
        counts = {False: Counter[str](), True: Counter[str]()}
        for token, answer in zip(tokens, told["answers"], strict=True):
            if answer == "-":
                continue
            right = answer is not None and _equal(answer, token)
            counts[token.hurt]["none" if answer is None else "right" if right else "wrong"] += 1
            counts[token.hurt]["all"] += 1
        yield Answers(f"{name} {told['version']}", counts[False], counts[True], told["seconds"])


def _equal(answer: str, token: Token) -> bool:
    if token.kind == "date":
        return answer == token.value
    try:
        return float(answer) in {float(token.value), 10_000 * float(token.value)}
    except ValueError:
        return False


def measured(first: int, reports: int) -> tuple[Tally, Tally]:
    """The sound reports, and the damaged ones."""
    schema = load_schema("zh-disclosure-report")
    sound, hurt = Tally(), Tally()
    for number in range(first, first + reports):
        judge.count_clean(report(number), schema, sound)
        for grade in ACTS:
            judge.count_damaged(damaged(number, grade), schema, hurt)
    return sound, hurt


def share(part: int, whole: int, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f} %" if whole else "none"


def tables(sound: Tally, hurt: Tally, answers: Sequence[Answers]) -> str:
    """Everything that was measured, as Markdown."""
    total: Counter[str] = Counter()
    for key, count in hurt.places.items():
        total[key.rsplit("/", 1)[1]] += count
    precise = hurt.items - hurt.astray
    spoken = sound.undoubted + hurt.undoubted
    lines = [
        "| what | figure | of |",
        "|---|---:|---|",
        f"| sound reports without a finding | {share(sound.clean_without_finding, sound.documents)} | {sound.documents} reports |",
        f"| damaged places that an item of the queue leads to (recall) | {share(total['found'], total['all'])} | {total['all']} places |",
        f"| damaged places that some finding names | {share(total['touched'], total['all'])} | {total['all']} places |",
        f"| items of the queue that lead to a damaged place (precision) | {share(precise, hurt.items)} | {hurt.items} items |",
        f"| readings marked doubted that are damaged | {share(hurt.doubted - hurt.sound, hurt.doubted)} | {hurt.doubted} readings |",
        f"| the truth is offered first, where the document decides | {share(total['first'], total['decidable'])} | {total['decidable']} places |",
        f"| the truth is among the first three | {share(total['three'], total['decidable'])} | {total['decidable']} places |",
        f"| other ways of writing, read without a doubt | {share(total['read right'], total['read'])} | {total['read']} places |",
        f"| a lost sign, unit or list mark, read rightly or doubted | {share(total['either right'], total['either'])} | {total['either']} places |",
        f"| wrong values without a doubt | {share(sound.wrong + hurt.wrong, spoken, 3)} | {spoken} values |",
        f"| table 3: the truth of every damaged cell is offered first | {share(hurt.in_table['kanwu'], hurt.in_table['all'])} | {hurt.in_table['all']} acts |",
        f"| table 3: the same, a plain sum checker that is shown the cells | {share(hurt.in_table['plain'], hurt.in_table['all'])} | {hurt.in_table['all']} acts |",
        f"| tokens reviewed in a second of CPU, whole documents | {(sound.tokens + hurt.tokens) / (sound.seconds + hurt.seconds):,.0f} | {sound.tokens + hurt.tokens} tokens |",
        "",
        "Calibration: of the first candidates of all items, so many are the truth.",
        "",
        "| score | right | of |",
        "|---|---:|---:|",
    ]
    for low, high in pairwise(BINS):
        right = [ok for score, ok in hurt.scores if low <= score < high]
        lines.append(
            f"| {low:.2f} to {min(high, 1.0):.2f} | {share(sum(right), len(right))} | {len(right)} |"
        )
    lines += [
        "",
        "The same words to others, out of their documents: right, wrong, no answer.",
        "",
        "| reader | sound words | damaged words | damaged words, wrong | tokens a second |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in answers:
        asked = one.sound["all"] + one.hurt["all"]
        lines.append(
            f"| {one.name} | {share(one.sound['right'], one.sound['all'])} of {one.sound['all']} | {share(one.hurt['right'], one.hurt['all'])} of {one.hurt['all']}"
            f" | {share(one.hurt['wrong'], one.hurt['all'])} | {asked / max(one.seconds, 1e-9):,.0f} |"
        )
    lines += [
        "",
        "Act by act:",
        "",
        "| act | places | found | decidable | first | among three |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for act in sorted({key.rsplit("/", 1)[0] for key in hurt.places}):
        told = {
            name: hurt.places[f"{act}/{name}"]
            for name in ("all", "found", "decidable", "first", "three")
        }
        if told["all"]:
            lines.append(
                f"| {act} | {told['all']} | {share(told['found'], told['all'])} | {told['decidable']}"
                f" | {share(told['first'], told['decidable'])} | {share(told['three'], told['decidable'])} |"
            )
    return "\n".join(lines) + "\n"


HEAD = """# Damage

How well garbled numbers and dates are found and repaired. Everything below the line is written by

    .venv/bin/python benchmarks/damage/run.py {arguments}

Sound fictional reports of every era are made, with the truth of each value known, and each is damaged
lightly (2 acts), medium (5) and heavily (12) in the ways that real pages are. A place counts as found when
an item of the queue leads to it; where the document itself cannot tell which of several numbers is
wrong, when a finding names it. An item that leads to a sound place is a false alarm; cells that lost their place together
are one item, and lead to damage where any of them is. Every reading that is marked doubted is counted as well. Whether the document decides the truth is worked out from the sound
report without kanwu (`benchmarks/damage/deciding.py`).

---

"""


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument(
        "--reports", type=int, default=200, help="so many sound reports, each damaged three times"
    )
    asked.add_argument("--first", type=int, default=0, help="the number of the first")
    asked.add_argument("--peers", metavar="PYTHON", help="a Python that has peers.txt installed")
    asked.add_argument("--write", action="store_true", help="write docs/damage.md")
    asked.add_argument(
        "--failures", nargs="?", const="", metavar="WORD", help="list what went wrong"
    )
    chosen = asked.parse_args()
    sound, hurt = measured(chosen.first, chosen.reports)
    tokens = tokens_of(chosen.first, chosen.reports)
    answers = [ours(tokens), *(theirs(tokens, chosen.peers) if chosen.peers else ())]
    made = tables(sound, hurt, answers)
    print(made)
    if chosen.write:
        arguments = f"--reports {chosen.reports} --first {chosen.first} --write" + (
            " --peers PYTHON" if chosen.peers else ""
        )
        DOCS.write_text(HEAD.format(arguments=arguments) + made, "utf-8")
    if chosen.failures is not None:
        _tell_failures(sound.failures + hurt.failures, chosen.failures)


def _tell_failures(failures: Sequence[tuple[str, str, str]], word: str) -> None:
    """Each cause with how often it was, and a few examples."""
    chosen = [one for one in failures if word in f"{one[0]} {one[1]}"]
    for (what, cause), count in Counter((a, b) for a, b, _ in chosen).most_common():
        print(f"{count:5} {what}: {cause}")
        for example in [text for a, b, text in chosen if (a, b) == (what, cause)][:3]:
            print(f"        {example}")


if __name__ == "__main__":
    main()
