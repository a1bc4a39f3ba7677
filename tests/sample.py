"""A small graph that holds every class, made by hand: Hengyang and an invented place."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

DATA: Final = Path(__file__).parent / "data"


def sample_nquads() -> bytes:
    """Return the graph as N-Quads."""
    quads = ox.serialize(ox.parse(path=DATA / "sample.trig", format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    return quads
