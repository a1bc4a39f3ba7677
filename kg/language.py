"""The language people are spoken to in: Chinese or English, by the environment (POSIX: LC_ALL, LC_MESSAGES, LANG)."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal

Language = Literal["zh", "en"]
_SPOKEN: Final[ContextVar[Language | None]] = ContextVar("spoken", default=None)


def language() -> Language:
    """Return ``zh`` where the environment asks for Chinese, else ``en``; within :func:`speaking` what that says."""
    if (spoken := _SPOKEN.get()) is not None:
        return spoken
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if asked.lower().startswith("zh") else "en"


@contextmanager
def speaking(lang: Language) -> Iterator[None]:
    """Speak a language until the block ends, whatever the environment asks for: a page has its own."""
    before = _SPOKEN.set(lang)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(en: str, zh: str) -> str:
    """Return the wording for the language people are spoken to in."""
    return zh if language() == "zh" else en


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its English noun in the singular or plural: ``1 report``, ``2 reports``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character has two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
