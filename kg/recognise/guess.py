"""How certain a guess is, and what it rests on."""

from typing import NamedTuple


class Guess(NamedTuple):
    """A certainty from 0 (nothing found) to 1 (said by the caller), and its reason in words."""

    certainty: float
    reason: str


GIVEN = Guess(1.0, "given")
NONE = Guess(0.0, "")
