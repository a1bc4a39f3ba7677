"""Verbs that link: link."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import OutOption, app, emit, here, here_built, remark
from kg.errors import UsageError
from kg.language import say

if TYPE_CHECKING:
    from kg.project import Project

_SHOWN = 10


class Kind(StrEnum):
    """What is linked: keys of ``kg.link.own.KINDS``."""

    place = "place"
    organisation = "organisation"


@app.command()
def link(
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="A SPARQL endpoint that speaks as Wikidata's does.")
    ] = None,
    extract: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A local extract: .csv, .tsv, .ttl, .nt, .nq or .trig."),
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only these; else both.")] = None,
    out: OutOption = None,
    accept: Annotated[
        Path | None,
        typer.Option(
            "--accept", metavar="FILE", help="Take the candidates that a person marked in the column decision."
        ),
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; else KG_WHO, else kg.toml.")] = None,
    when: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day, as 2026-11-24; else today.")
    ] = None,
) -> None:
    """Find what places and organisations are elsewhere: candidates for a person to decide.

    By codes, else by name and container, each with a score. No candidate enters the graph before somebody has written
    accept in its column decision and `kg link --accept` has taken it. docs/mappings.md shows the whole way.
    """
    if [endpoint, extract, accept].count(None) != 2:
        given = 3 - [endpoint, extract, accept].count(None)
        raise UsageError("kg link", "one of --endpoint, --from and --accept", str(given), "see `kg link --help`")
    if accept is not None:
        if kind or out:
            raise UsageError("kg link", "--accept with --who and --date alone", "--kind or --out", "leave it out")
        _accept(accept, who, when)
        return
    if who or when:
        raise UsageError("kg link", "--who and --date beside --accept", "no --accept", "leave it out")
    project = here_built()
    if out is not None and out.resolve().parent == (project.root / "data" / "mappings").resolve():
        step = "write it elsewhere: what stands there is built into the graph"
        raise UsageError("--out", "a file outside data/mappings", str(out), step)
    _find(project, endpoint, extract, kind, out)


def _find(project: "Project", endpoint: str | None, extract: Path | None, kind: Kind | None, out: Path | None) -> None:
    from kg.link import DECISION, ask_endpoint, candidates, known_pairs, own_things, read_extract
    from kg.link.own import KINDS
    from kg.mappings import FOLDER, all_mappings
    from kg.mappings.table import table_text
    from kg.remote import Endpoint
    from kg.store import open_store

    at, own = project.addresses, project.root / "data" / FOLDER
    known = known_pairs(all_mappings(own, at), own, at)
    theirs = read_extract(extract) if extract is not None else ()
    with open_store(project.build) as snapshot:
        things = own_things(snapshot.store, at, (kind.value,) if kind else tuple(KINDS))
    if endpoint is not None:
        theirs = ask_endpoint(Endpoint(endpoint, timeout=60.0), things, project.build / "link")
    made, left, against = candidates(things, theirs, known)
    emit(table_text("candidates", made, at, DECISION), out)
    sure = sum(m.predicate.endswith("sameAs") for m in made)
    remark(
        say(
            f"{len(made)} candidates for {len(things)} things, {sure} of them above 0.5",
            f"{len(things)} 个事物得候选 {len(made)} 个，其中可信度高于 0.5 的 {sure} 个",
        )
    )
    counts = (left["mapped already"], left["doubtful"], left["mapped to another"], left["refuted"])
    remark(
        say(
            "left out: {} mapped already, {} doubtful, {} of things mapped to another, {} whose code or container is another".format(
                *counts
            ),
            "未列入：已有映射 {} 个，存疑 {} 个，已映射到另一个的 {} 个，代码或上级不符 {} 个".format(*counts),
        )
    )
    for thing, mapped, code in against[:_SHOWN]:
        remark(
            say(
                f"  {thing} is mapped to {mapped}, its code says {code}",
                f"  {thing} 已映射到 {mapped}，按代码应为 {code}",
            )
        )


def _accept(path: Path, who: str | None, when: str | None) -> None:
    from kg.curation.deciding import decider
    from kg.decisions.cells import CellError, read_date
    from kg.link import accept
    from kg.mappings import FOLDER

    project = here()
    try:
        day = read_date(when) if when else date.today().isoformat()
    except CellError as error:
        raise UsageError("--date", error.expected, repr(when), error.step) from None
    own = project.root / "data" / FOLDER
    done = accept(path, own, project.addresses, decider(project, who), day)
    told = done.accepted, done.rejected, done.before, done.undecided
    typer.echo(
        say(
            "{} accepted, {} rejected, {} settled before, {} undecided".format(*told),
            "采纳 {} 个，否决 {} 个，先前已定 {} 个，未裁定 {} 个".format(*told),
        )
    )
    if done.accepted:
        remark(say("run `kg build` to have them in the graph", "运行 `kg build` 后进入图"))
