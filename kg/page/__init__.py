"""The graph page: one HTML file that shows a graph with the sentences it rests on and asks the network for nothing."""

from kg.page.render import MOST, page, to_pyvis

__all__ = ["MOST", "page", "to_pyvis"]
