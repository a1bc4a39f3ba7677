"""An entity → its graph page, written to a file."""

from pathlib import Path
from typing import Literal

from kg.files import write_whole
from kg.neighbours import around
from kg.page import page
from kg.project import Project
from kg.report import read_reports
from kg.store import open_store


def draw(
    project: Project, entity: str, out: Path, *, hops: int, limit: int, lang: Literal["zh", "en"]
) -> tuple[int, int]:
    """Write the page around an entity of the last build; return how many nodes it shows and hides.

    Raises QueryError where nothing or several things have that name, StoreError where nothing has been built.
    """
    texts = {report.id: report.text for report in read_reports(project)}
    with open_store(project.build) as snapshot:
        found = around(snapshot.store, entity, project.addresses, texts, hops=hops, limit=limit)
    html = page(
        found.graph, title_zh=found.label, title_en=found.label, centre=found.centre, hidden=found.hidden, lang=lang
    )
    write_whole(out, html)
    return len(found.graph), found.hidden
