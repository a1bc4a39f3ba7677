"""Links to identifiers that others use, kept as tables: SSSOM files → checked rows → ``graph/links``.

`read_mappings` reads every ``*.sssom.tsv`` of a folder, `linked` adds those to a graph whose subject it has.
"""

from kg.mappings.model import FOLDER, Mapping
from kg.mappings.quads import linked
from kg.mappings.table import all_mappings, read_mappings

__all__ = ["FOLDER", "Mapping", "all_mappings", "linked", "read_mappings"]
