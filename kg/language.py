"""The language people are spoken to in: Chinese or English, by the environment (POSIX: LC_ALL, LC_MESSAGES, LANG)."""

import os
import unicodedata
from typing import Literal

Language = Literal["zh", "en"]


def language() -> Language:
    """Return ``zh`` where the environment asks for Chinese, else ``en``."""
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if asked.lower().startswith("zh") else "en"


def say(en: str, zh: str) -> str:
    """Return the wording for the language people are spoken to in."""
    return zh if language() == "zh" else en


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its English noun in the singular or plural: ``1 report``, ``2 reports``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character has two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
