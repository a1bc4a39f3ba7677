"""``kg diff``: two releases of a graph told apart, in statements and in terms.

``release`` finds the N-Quads of what a person names, ``lines`` holds two files of them against each other, ``compare``
makes changes of the difference, those of statements as :mod:`kg.impact` has them, and ``telling`` writes them.
"""

from kg.diff.compare import Differences, TermChange, differences
from kg.diff.release import Release, release

__all__ = ["Differences", "Release", "TermChange", "differences", "release"]
