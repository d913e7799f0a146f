"""Words: what the desk says, in the reviewer's language, out of `words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from kanwu.message import Language, Message


class Words:
    """The sentences of the desk in one language.

    >>> Words("en")("verdict.sic"), Words("zh").has("no such key")
    ('printed so', False)
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """The sentence under `key`, with `values` in its places."""
        return catalogue()[key][self.language].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in catalogue()

    def of(self, message: Message) -> str:
        """A sentence of the core in this language."""
        return message[self.language]


@cache
def catalogue() -> Mapping[str, Message]:
    """Every sentence of the desk."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("kanwu_tui").joinpath("words.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=loader)
    return {key: Message(str(entry["zh"]), str(entry["en"])) for key, entry in entries.items()}
