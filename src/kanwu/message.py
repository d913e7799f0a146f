"""Message: a sentence for people, kept as a key and its values until a screen asks for a language.

The sentences stand in `messages.yaml`, the words of the desk in its own catalogue; no code holds
a sentence in one language only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct

from kanwu.lasting import lasting

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Message(Struct, frozen=True, gc=False):
    """One sentence in both languages, with its values filled in when it is said."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def say(key: str, **values: object) -> Message:
    """The sentence of the catalogue under `key`, with `values` in its places.

    A value that is a Message itself is said in the sentence's language.

    Raises:
        KeyError: The catalogue has no such sentence (a mistake of ours, which a test looks for).
    """
    if not values:
        return _as_it_is(key)
    zh, en = catalogue()[key]
    for value in values.values():
        if isinstance(value, Message):
            return Message(zh.format_map(_in("zh", values)), en.format_map(_in("en", values)))
    return Message(zh.format_map(values), en.format_map(values))


@cache
def _as_it_is(key: str) -> Message:
    """The sentence under a key, which has no places."""
    zh, en = catalogue()[key]
    return Message(zh.format(), en.format())


def trouble(key: str, **values: object) -> tuple[Message, Message]:
    """What is wrong, and what would be right (may be empty): the sentences under `error.…` and `hint.…`.

    >>> trouble("document.empty")[0].en, trouble("export.no-folder", form="xlsx")[1].en
    ('the file is empty', 'Name a file or a folder.')
    """
    hint = say(f"hint.{key}", **values) if f"hint.{key}" in catalogue() else Message("", "")
    return say(f"error.{key}", **values), hint


def _in(language: Language, values: Mapping[str, object]) -> dict[str, object]:
    return {k: v[language] if isinstance(v, Message) else v for k, v in values.items()}


@lasting
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every sentence: key → (Chinese, English)."""
    import yaml  # only here: most processes are handed what it says

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all is text, which takes half the time
    entries = yaml.load(files("kanwu").joinpath("messages.yaml").read_text("utf-8"), Loader=loader)
    return {key: (entry["zh"], entry["en"]) for key, entry in entries.items()}


def choose(
    asked: str | None, environment: Mapping[str, str], configured: Language | None = None
) -> Language:
    """As asked, else KANWU_LANG, else as configured, else as the locale says, else English.

    >>> choose(None, {"LANG": "zh_CN.UTF-8"}), choose("en", {"KANWU_LANG": "zh"}), choose(None, {})
    ('zh', 'en', 'en')
    """
    locale = environment.get("LC_ALL") or environment.get("LANG")
    for name in (asked, environment.get("KANWU_LANG"), configured, locale):
        for language in LANGUAGES:
            if name and name.lower().startswith(language):
                return language
    return "en"
