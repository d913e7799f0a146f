"""Node: a place in a YAML file that knows its line and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

import yaml

from kanwu.errors import SchemaError
from kanwu.message import Message, say, trouble
from kanwu.opening import compile_pattern, either

_LISTED = 300
"""So many letters of what is known are listed; an unknown field has hundreds beside it."""


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
        told = trouble("schema.yaml", why=error.problem or error.context)
        raise SchemaError(place, *told) from None
    except yaml.YAMLError as error:
        raise SchemaError(file, say("error.schema.yaml", why=error)) from None
    if root is None:
        raise SchemaError(f"{file}:1", *trouble("schema.empty"))
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

    def error(self, key: str, hint: Message | None = None, **values: object) -> SchemaError:
        """An error at this place: `error.schema.…` in the messages, and its hint, if no other is given."""
        what, own = trouble(f"schema.{key}", **values)
        said = Message(f"“{self.path}”{what.zh}", f'"{self.path}" {what.en}') if self.path else what
        return SchemaError(f"{self.file}:{self.line}", said, own if hint is None else hint)

    def unknown(self, key: str, word: str, known: Collection[str], what: str) -> SchemaError:
        """An unknown word at this place, with the known ones and the one that may have been meant."""
        noun, nouns = say(f"schema.{what}"), say(f"schema.{what}s")
        near = get_close_matches(word, list(known), 1, 0.6)
        listed = ", ".join(sorted(known))
        listed = f"{listed[:_LISTED]}…" if len(listed) > _LISTED else listed
        hint = say("schema.known", nouns=nouns, known=listed)
        if near:
            hint = say("schema.near", near=near[0], known=hint)
        return self.error(key, hint, word=word, noun=noun)

    def entries(self) -> dict[str, Node]:
        """A mapping's values by their keys, each key once."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("mapping")
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            name = str(key.value)
            path = f"{self.path}.{name}" if self.path else name
            if name in found:
                raise Node(key, self.file, path).error("twice")
            found[name] = Node(value, self.file, path)
        return found

    def mapping(self, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Node]:
        """A mapping with keys out of `known` only, and all those in `needed`."""
        found = self.entries()
        for name, value in found.items():
            if name not in known:
                raise value.unknown("unknown", name, known, "key")
        for name in needed:
            if name not in found:
                raise self.error("missing", name=name)
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
            raise self.error("text")
        return str(self.node.value)

    def number(self) -> Decimal:
        """A number."""
        try:
            return Decimal(self.text())
        except InvalidOperation:
            raise self.error("number", value=self.text()) from None

    def flag(self) -> bool:
        """true or false."""
        return self.choice(("true", "false"), "flag") == "true"

    def choice(self, known: Sequence[str], what: str) -> str:
        """One of the known words."""
        word = self.text()
        if word not in known:
            raise self.unknown("unknown", word, known, what)
        return word

    def message(self) -> Message:
        """A sentence or name in both languages."""
        said = self.mapping(("zh", "en"), ("zh", "en"))
        return Message(said["zh"].text(), said["en"].text())

    def pattern(self, words: Mapping[str, str]) -> re.Pattern[str]:
        """A regular expression, with `{word}` standing for a named part of one."""

        def word(match: re.Match[str]) -> str:
            if match[1] not in words:
                raise self.unknown("unknown-word", match[1], words, "word")
            return words[match[1]]

        written = self.text()
        for _ in range(6):
            expanded = re.sub(r"\{([A-Za-z_]\w*)\}", word, written)
            if expanded == written:
                break
            written = expanded
        try:
            return compile_pattern(written)
        except re.error as error:
            raise self.error("pattern", why=error.msg, written=written) from None

    def patterns(self, words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
        """A list of regular expressions."""
        return tuple(one.pattern(words) for one in self.items())

    def either(self, words: Mapping[str, str]) -> re.Pattern[str]:
        """A list of regular expressions as one, which is found where any of them is."""
        return either(re.sub(r"\(\?P<\w+>", "(", one.pattern) for one in self.patterns(words))
