"""What clients owe: seconds of a processor, paid off with time. Who owes much begins in the long lane.

A client is an address. Where nobody else asks for it the long lane is as good as the first; where many do, those who
ask short questions need not wait behind the beginnings of long ones.
"""

import time
from collections import OrderedDict
from typing import Final

# A client may owe so many seconds, and pays off so many in a second.
_CREDIT: Final = 1.0
_RATE: Final = 0.02
_REMEMBERED: Final = 10_000


class Debts:
    """Seconds owed by client."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._owed: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def add(self, client: str, seconds: float) -> None:
        """Write down so many seconds more."""
        self._owed[client] = (self._now(client) + seconds, time.monotonic())
        self._owed.move_to_end(client)
        if len(self._owed) > _REMEMBERED:
            self._owed.popitem(last=False)

    def owes(self, client: str) -> bool:
        """Whether a client owes more than it may."""
        return self._now(client) > _CREDIT

    def _now(self, client: str) -> float:
        seconds, when = self._owed.get(client, (0.0, 0.0))
        return max(0.0, seconds - _RATE * (time.monotonic() - when))
