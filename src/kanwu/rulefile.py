"""Rule files: the rules of a schema, out of its YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import cast, get_args

from kanwu.finding import Severity
from kanwu.rule import Rule
from kanwu.yamlnode import Node

SEVERITIES: tuple[str, ...] = get_args(Severity)
PRIOR = "prior"
"""The severity of a rule that raises no finding: it only weighs what damaged words could mean."""

ARGUMENTS: Mapping[str, Mapping[str, bool]] = {
    "sum": {"total": True, "parts": True, "counting": True},
    "balance": {"left": True, "right": True},
    "at-most": {"part": True, "whole": True},
    "at-most-sum": {"part": True, "wholes": True},
    "items-at-most": {"items": True, "wholes": True},
    "share": {"percent": True, "part": True, "wholes": True},
    "same": {"fields": True, "counting": True},
    "whole": {"fields": True},
    "order": {"earlier": True, "later": True},
    "year": {"dates": True, "year": True, "offsets": False},
    "usual": {"dates": True, "months": False, "days": False},
    "address": {"dates": True, "within": False},
    "growth": {"percent": True, "now": True, "last": True},
    "last-year": {"this": True, "added": True, "last": True},
    "range": {"fields": True, "at_least": False, "at_most": False},
    "words": {
        "fields": True,
        "value": False,
        "item": False,
        "before": False,
        "above": False,
        "at_least": False,
    },
    "told-year": {"fields": True, "year": True, "years": False},
}
"""Each check's arguments; True for those that name fields, False for numbers and patterns."""
_PATTERNS = {"value", "item", "before", "above", "years"}
"""The arguments that are patterns."""
_OPTIONAL_ARGUMENTS = {
    "offsets",
    "at_least",
    "at_most",
    "added",
    "months",
    "days",
    "within",
    "counting",
    "value",
    "item",
    "before",
    "above",
}


def rules_of(nodes: Iterable[Node], known: list[str], words: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules, each once for every binding of its `*`."""
    rules: dict[str, Rule] = {}
    for node in nodes:
        rule = _rule(node, known, words)
        if rule.name in rules:
            raise node.error("name-twice", name=rule.name)
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(node: Node, known: list[str], words: Mapping[str, str]) -> Rule:
    common = ("name", "check", "severity", "why")
    name = node.entries().get("check")
    if name is None:
        raise node.error("no-check", known=", ".join(sorted(ARGUMENTS)))
    arguments = ARGUMENTS[name.choice(list(ARGUMENTS), "check")]
    needed = [argument for argument in arguments if argument not in _OPTIONAL_ARGUMENTS]
    found = node.mapping((*common, "odds", *arguments), (*common, *needed))
    patterns = {
        argument: field_patterns(found[argument], known)
        for argument, of_fields in arguments.items()
        if of_fields and argument in found
    }
    numbers = {
        argument: tuple(one.number() for one in found[argument].items())
        for argument, of_fields in arguments.items()
        if not of_fields and argument in found and argument not in _PATTERNS
    }
    severity = found["severity"].choice((*SEVERITIES, PRIOR), "severity")
    return Rule(
        name=found["name"].text(),
        check=name.text(),
        severity="note" if severity == PRIOR else cast(Severity, severity),
        prior=severity == PRIOR,
        odds=_odds(found, severity),
        why=found["why"].message(),
        cases=_bindings(patterns, known),
        numbers=numbers,
        words={
            name: found[name].patterns(words)
            for name in arguments
            if name in _PATTERNS & found.keys()
        },
        line=node.line,
    )


def _odds(found: Mapping[str, Node], severity: str) -> Decimal:
    if "odds" not in found:
        return Decimal(4)
    odds = found["odds"].number()
    if severity != PRIOR or odds <= 1:
        raise found["odds"].error("odds")
    return odds


def field_patterns(node: Node, known: list[str]) -> tuple[str, ...]:
    """The names of fields, with `*` for one part, each of which names a known one."""
    patterns = []
    for one in node.items():
        pattern = one.text()
        if not any(star(pattern, key) is not None for key in known):
            raise one.unknown("names-none", pattern, known, "field")
        patterns.append(pattern)
    return tuple(patterns)


def star(pattern: str, key: str) -> str | None:
    """What `*` stands for when the pattern names the key: '' without a star; None when it does not."""
    if "*" not in pattern:
        return "" if pattern == key else None
    before, _, after = pattern.partition("*")
    fits = key.startswith(before) and key.endswith(after) and len(key) >= len(before) + len(after)
    bound = key[len(before) : len(key) - len(after)] if fits else None
    return bound if bound and "." not in bound else None


def _bindings(
    patterns: Mapping[str, tuple[str, ...]], known: list[str]
) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """The rule once for each value of `*` that its first starred argument can take."""
    first = next((p for ps in patterns.values() for p in ps if "*" in p), None)
    if first is None:
        return (patterns,)
    names = set(known)
    stars = [bound for key in known if (bound := star(first, key))]
    cases = []
    for bound in stars:
        case = {
            argument: tuple(key for p in ps if (key := p.replace("*", bound)) in names)
            for argument, ps in patterns.items()
        }
        if all(case.values()):
            cases.append(case)
    return tuple(cases)
