"""A build as a publisher puts it on a host: the pages of :mod:`kg.site`, and beside them data, catalogue and rules.

``kg publish OUT/`` is ``kg site OUT/`` with `Publication` beside the pages; ``docs/publish.md`` says what lies where.
"""

from kg.publish.publication import publish

__all__ = ["publish"]
