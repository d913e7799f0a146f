"""Words: what the desk says, in the reviewer's language, out of `words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from kanwu.message import Language, Message

_KEY = "_key"
"""What the place for the key of an act ends in."""


class Words:
    """The sentences of the desk in one language.

    >>> Words("en")("verdict.sic"), Words("zh").has("no such key")
    ('printed so', False)
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.faces: Mapping[str, str] = {}
        """The keys by their acts (`undo` → `⌫`), where they are others than those of `keys`."""

    def __call__(self, key: str, **values: object) -> str:
        """The sentence under `key`, with `values` in its places, and keys in those for keys."""
        return catalogue()[key][self.language].format_map(_Places(values, self))

    def face(self, act: str) -> str:
        """The key of an act: what `{undo_key}` stands for in a sentence."""
        if not self.faces:
            from kanwu_tui.keys import faces_of  # only here, since it brings Textual with it

            self.faces = faces_of(self)
        return self.faces[act]

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in catalogue()

    def of(self, message: Message) -> str:
        """A sentence of the core in this language."""
        return message[self.language]


class _Places(dict[str, object]):
    """What stands in the places of a sentence."""

    def __init__(self, values: Mapping[str, object], words: Words) -> None:
        super().__init__(values)
        self._words = words

    def __missing__(self, place: str) -> str:
        if not place.endswith(_KEY):
            raise KeyError(place)
        return self._words.face(place.removesuffix(_KEY))


@cache
def catalogue() -> Mapping[str, Message]:
    """Every sentence of the desk."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("kanwu_tui").joinpath("words.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=loader)
    return {key: Message(str(entry["zh"]), str(entry["en"])) for key, entry in entries.items()}
