"""Methods: one page that says how a release was made, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import floor

from kanwu.agreement import CONFIDENCE, agreements
from kanwu.message import Language, say
from kanwu.publishing.codebook import markdown_table
from kanwu.publishing.imprint import Imprint, Tally
from kanwu.sheet import Sheet


def methods_page(
    imprint: Imprint, tally: Tally, sheets: Sequence[Sheet], language: Language
) -> str:
    """The page as Markdown: what was read, what was held back, and what became of every verdict."""

    def said(key: str, **values: object) -> str:
        return say(key, **values)[language]

    def counted(counts: Counter[str], heading: str) -> str:
        if not counts:
            return said("methods.none")
        rows = [(f"`{name}`", count) for name, count in sorted(counts.items())]
        return markdown_table([heading, said("methods.count")], rows)

    reviewers = ", ".join(sorted(tally.reviewers))
    schema = imprint.schema
    parts = [
        f"# {said('methods.title', title=imprint.heading)}",
        said(
            "methods.how",
            version=imprint.kanwu,
            documents=len(tally.documents),
            schema=schema.name,
            schema_version=schema.version,
        ),
        said(f"methods.gate.{imprint.gate}"),
        said("methods.sic"),
        f"## {said('methods.states')}",
        counted(tally.states, said("methods.state")),
        said(
            "methods.out",
            out=tally.out,
            doubted=tally.held["doubted"],
            absent=tally.held["absent"],
            silent=tally.states["silent"],
        ),
        f"## {said('methods.verdicts')}",
        said("methods.reviewers", names=reviewers) if reviewers else said("methods.nobody"),
        counted(tally.verdicts, said("methods.verdict")),
        f"## {said('methods.outcomes')}",
        counted(tally.outcomes, said("methods.outcome")),
        f"## {said('methods.findings')}",
        counted(tally.findings, said("methods.finding")),
        f"## {said('methods.extractors')}",
        counted(tally.extractors, said("methods.extractor")),
        *_agreement(tally, language),
        *_audits(tally, language),
        f"## {said('methods.files')}",
        "\n".join(f"- `{one.name}.csv`: {one.label[language]}" for one in sheets),
        said("methods.check"),
    ]
    return "\n\n".join(parts) + "\n"


def _agreement(tally: Tally, language: Language) -> list[str]:
    """How far reviewers agree; nothing where no two settled the same reading."""
    found = [one for one in agreements(tally.judged) if one.field is None]
    if not found:
        return []
    names = ("reviewers", "readings", "same-value", "same", "at-least", "alpha", "kappa")
    rows = [
        (
            ", ".join(one.reviewers),
            one.readings,
            one.same_value,
            one.same,
            f"{floor(1000 * one.at_least) / 10:.1f} %",  # a bound is rounded to the safe side
            _decimals(one.alpha),
            _decimals(one.kappa),
        )
        for one in found
    ]
    return [
        f"## {say('methods.agreement')[language]}",
        say("methods.agreed", confidence=f"{100 * CONFIDENCE:g}")[language],
        markdown_table([say(f"agree.{name}")[language] for name in names], rows),
    ]


def _audits(tally: Tally, language: Language) -> list[str]:
    """What each audit came to; nothing where there was none."""
    if not tally.audited:
        return []
    told = [
        f"- `{one.audit.name}` (seed {one.audit.seed}): {one.message[language]}"
        for one in tally.audited
    ]
    return [
        f"## {say('methods.audits')[language]}",
        say("methods.audited")[language],
        "\n".join(told),
    ]


def _decimals(one: float | None) -> str:
    return "–" if one is None else f"{one:.3f}"
