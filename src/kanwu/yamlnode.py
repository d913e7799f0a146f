"""Node: a place in a YAML file that knows its line and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

import yaml

from kanwu.errors import SchemaError
from kanwu.message import Message, say


def compose(text: str, file: str) -> Node:
    """The root of a YAML document.

    Raises:
        SchemaError: The text is no YAML, or holds nothing.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{file}:{mark.line + 1}" if mark else file
        raise SchemaError(
            place,
            f"this is not YAML: {error.problem or error.context}",
            "Mend the line; a text with : or # or braces in it needs quotes around it.",
        ) from None
    except yaml.YAMLError as error:
        raise SchemaError(file, f"this is not YAML: {error}") from None
    if root is None:
        raise SchemaError(f"{file}:1", "the schema is empty", "See docs/schema.md.")
    return Node(root, file, "")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file, with the path that leads to it."""

    node: yaml.Node
    file: str
    path: str

    @property
    def line(self) -> int:
        """From 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, what: str, hint: str = "") -> SchemaError:
        """An error at this place."""
        said = f'"{self.path}" {what}' if self.path else what
        return SchemaError(f"{self.file}:{self.line}", said, hint)

    def entries(self) -> dict[str, Node]:
        """A mapping's values by their keys, each key once."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("is not a mapping", "Write key: value.")
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            name = str(key.value)
            path = f"{self.path}.{name}" if self.path else name
            if name in found:
                raise Node(key, self.file, path).error("stands here twice", "Keep one of them.")
            found[name] = Node(value, self.file, path)
        return found

    def mapping(self, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Node]:
        """A mapping with keys out of `known` only, and all those in `needed`."""
        found = self.entries()
        for name, value in found.items():
            if name not in known:
                raise value.error(f'has unknown key "{name}"', did_you_mean(name, known, "keys"))
        for name in needed:
            if name not in found:
                raise self.error(f'has no "{name}"', f"Add {name}: …")
        return found

    def items(self) -> list[Node]:
        """A list's values; one value alone is a list of one."""
        if isinstance(self.node, yaml.SequenceNode):
            return [
                Node(value, self.file, f"{self.path}[{i}]")
                for i, value in enumerate(self.node.value)
            ]
        return [self]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value:
            raise self.error("is not a text", 'Write it in quotes: "…".')
        return str(self.node.value)

    def number(self) -> Decimal:
        """A number."""
        try:
            return Decimal(self.text())
        except InvalidOperation:
            raise self.error(f'is "{self.text()}", not a number', "Write 12 or 0.5.") from None

    def flag(self) -> bool:
        """true or false."""
        return self.choice(("true", "false"), "flag") == "true"

    def choice(self, known: Sequence[str], what: str) -> str:
        """One of the known words."""
        word = self.text()
        if word not in known:
            raise self.error(f'has unknown {what} "{word}"', did_you_mean(word, known, f"{what}s"))
        return word

    def message(self) -> Message:
        """A sentence or name in both languages."""
        said = self.mapping(("zh", "en"), ("zh", "en"))
        return Message(said["zh"].text(), said["en"].text())

    def pattern(self, words: Mapping[str, str]) -> re.Pattern[str]:
        """A regular expression, with `{word}` standing for a named part of one."""

        def word(match: re.Match[str]) -> str:
            if match[1] not in words:
                raise self.error(
                    f'uses unknown word "{{{match[1]}}}"', did_you_mean(match[1], words, "words")
                )
            return words[match[1]]

        written = self.text()
        for _ in range(6):
            expanded = re.sub(r"\{([A-Za-z_]\w*)\}", word, written)
            if expanded == written:
                break
            written = expanded
        try:
            return re.compile(written)
        except re.error as error:
            raise self.error(
                f"is no regular expression: {error.msg}", f"In full it reads: {written}"
            ) from None

    def patterns(self, words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
        """A list of regular expressions."""
        return tuple(one.pattern(words) for one in self.items())

    def either(self, words: Mapping[str, str]) -> re.Pattern[str]:
        """A list of regular expressions as one, which is found where any of them is."""
        bare = (re.sub(r"\(\?P<\w+>", "(", one.pattern) for one in self.patterns(words))
        return re.compile("|".join(f"(?:{pattern})" for pattern in bare))


def known_words(word: str, known: Collection[str]) -> Message:
    """The hint under an unknown word, in both languages."""
    near = get_close_matches(word, list(known), 1, 0.6)
    listed = ", ".join(sorted(known))
    return say("hint.near", near=near[0], known=listed) if near else say("hint.known", known=listed)


def did_you_mean(word: str, known: Collection[str], what: str) -> str:
    """The hint under an unknown word."""
    near = get_close_matches(word, list(known), 1, 0.6)
    listed = f"Known {what}: {', '.join(sorted(known))}."
    return f'Did you mean "{near[0]}"? {listed}' if near else listed
