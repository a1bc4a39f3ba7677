"""Verbs that publish a build elsewhere, and tell releases apart: publish, diff, load."""

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    BackendOption,
    OutOption,
    WorkersOption,
    app,
    emit,
    here_built,
    remark,
    tell_of_graphs_left_out,
)
from kg.errors import UsageError
from kg.language import columns, language, say

if TYPE_CHECKING:
    from kg.load import Change
    from kg.project import Project


class Level(StrEnum):
    """The levels of ``kg.terms.LEVELS``."""

    reviewed = "reviewed"
    double_checked = "double-checked"


@app.command()
def publish(
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder, or one that `kg publish` or `kg site` wrote.")
    ],
    min_review: Annotated[
        Level | None,
        typer.Option(
            "--min-review",
            help="Publish only statements reviewed so far; the rest is left out everywhere, and counted.",
        ),
    ] = None,
    workers: WorkersOption = None,
) -> None:
    """Write the last build as a publisher puts it on a host: `kg site` and, beside the pages, data and catalogue.

    RDF of everything that has an address, dumps with checksums, a catalogue (DCAT-AP), VoID, PROV-O, DQV, licences and
    redirect rules. Who publishes stands in kg.toml; the next run makes only what has changed.
    """
    from kg.publish import publish as run
    from kg.publish.settings import read_settings

    project = here_built()
    level = min_review.value if min_review else ""
    done = run(project, out, workers, level)
    made, files, pages = f"{done.made:,}", f"{done.files:,}", f"{done.pages:,}"
    gone_en, gone_zh = (f", {done.removed:,} removed", f"，移除 {done.removed:,} 个") if done.removed else ("", "")
    typer.echo(
        say(
            f"{out / 'catalog.ttl'}: {pages} pages, {made} of {files} files made{gone_en}",
            f"{out / 'catalog.ttl'}：{pages} 页，写出 {made} / {files} 个文件{gone_zh}",
        )
    )
    if level:
        remark(_left_out(project, level))
    if not read_settings(project).contact:
        remark(
            say(
                "nobody is named to write to: contact_email or contact_url under [publish] in kg.toml",
                "未写联系方式：请在 kg.toml 的 [publish] 下写 contact_email 或 contact_url",
            )
        )


def _left_out(project: "Project", level: str) -> str:
    """Return how many statements were left out, and how many numerals stand in nothing else."""
    from dataclasses import replace

    from kg.check import read_manifest

    manifest = read_manifest(replace(project, level=level).build)
    held = manifest["withheld"]
    out, numerals = f"{held['statements']:,}", f"{held['numerals']:,}"
    kept = f"{sum(r['statements'] for r in manifest['reports'].values()):,}"
    return say(
        f"{kept} statements published; {out} below `{level}` left out, {numerals} numerals stand in these alone",
        f"发布陈述 {kept} 条；低于 `{level}` 的 {out} 条未列入，{numerals} 个数字只见于其中",
    )


class DiffFormat(StrEnum):
    """How differences are written."""

    text = "text"
    markdown = "markdown"
    csv = "csv"
    json = "json"


@app.command()
def diff(
    one: Annotated[
        str, typer.Argument(metavar="A", help="A project, a build, a folder of `kg publish`, or N-Quads (.nq, .nq.gz).")
    ],
    two: Annotated[str, typer.Argument(metavar="B", help="What to hold against it, likewise.")],
    format: Annotated[DiffFormat, typer.Option(help="Format of the listing.")] = DiffFormat.text,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    brief: Annotated[bool, typer.Option("--summary", help="The summary alone.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 where anything differs.")] = False,
    out: OutOption = None,
) -> None:
    """Tell two releases apart, in statements and in terms.

    Statements added, removed and altered, slot by slot, each with its words; terms added, removed, retired and changed.
    """
    from kg.diff import differences, release
    from kg.diff.telling import lines, summary, to_csv, to_json, to_markdown

    found = differences(release(one), release(two))
    form = DiffFormat.json if json else format
    if brief or form == DiffFormat.text:
        emit("".join(line + "\n" for line in (summary if brief else lines)(found)), out)
    else:
        write = {DiffFormat.markdown: to_markdown, DiffFormat.csv: to_csv, DiffFormat.json: to_json}[form]
        emit(write(found), out)
    if exit_code and found.any:
        raise typer.Exit(1)


@app.command()
def load(
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="The SPARQL endpoint of the server to publish to.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and send nothing.")] = False,
    take_back: Annotated[
        bool, typer.Option("--withdraw", help="Remove there whatever this project has published.")
    ] = False,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take over graphs of these names that something else has written.")
    ] = False,
    backend: BackendOption = None,
    update_url: Annotated[
        str | None, typer.Option("--update-url", metavar="URL", help="Where updates go, if not where they usually do.")
    ] = None,
    graphs_url: Annotated[
        str | None,
        typer.Option("--graphs-url", metavar="URL|none", help="Where its Graph Store Protocol is, or `none`."),
    ] = None,
    files: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write files to load in bulk here, in place of sending.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="ENGINE", help="What the files are for: `oxigraph`, `virtuoso`, `qlever` or `fuseki`."
        ),
    ] = None,
) -> None:
    """Publish the last build to a SPARQL server, graph by graph, or as files to load in bulk.

    Only what differs is sent. Graphs that `kg load` has not written there are never touched. Name and password come from
    KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, a token from KG_ENDPOINT_TOKEN.
    """
    if (endpoint is None) == (files is None):
        found = "neither" if endpoint is None else "both"
        raise UsageError("kg load", "--endpoint URL or --files DIR", found, "see `kg load --help`")
    if files is not None:
        if dry_run or take_back or adopt:
            raise UsageError(
                "kg load", "--dry-run, --withdraw and --adopt beside --endpoint", "--files", "leave it out"
            )
        _write(files, engine)
        return
    assert endpoint is not None
    from kg.backends import named
    from kg.load import Register, planned, publish, refuse_foreign, taken_apart, withdraw
    from kg.remote import Endpoint, Writer

    there = Endpoint(endpoint, timeout=120.0, backend=named(backend) if backend else None)
    project = here_built()
    register = Register(project.base_iri, project.title)
    with TemporaryDirectory(prefix="kg-load-") as folder:
        graphs = {} if take_back else taken_apart(project, Path(folder))
        changes = planned(register, there, graphs)
        typer.echo(_shown(changes, project), nl=False)
        if not adopt:
            reports = [project.addresses.graph(f"report-{folder.name}") for folder in project.reports.glob("*/")]
            refuse_foreign(register, there, changes, endpoint, project.title, reports)
        if dry_run:
            remark(say("nothing was sent", "未发送任何内容"))
            return
        writer = Writer(there, update_url, "" if graphs_url == "none" else graphs_url)
        if take_back:
            done = withdraw(writer, register, remark)
            n = f"{done.withdrawn:,}"
            typer.echo(say(f"{endpoint}: {n} graphs withdrawn", f"{endpoint}：撤回 {n} 个图"))
            return
        done = publish(writer, register, graphs, changes, remark)
    sent, gone, all_, triples = (f"{n:,}" for n in (done.sent, done.withdrawn, done.graphs, done.triples))
    typer.echo(
        say(
            f"{endpoint}: {sent} graphs sent, {gone} withdrawn; {all_} graphs with {triples} triples counted there",
            f"{endpoint}：发送 {sent} 个图，撤回 {gone} 个；核对：共 {all_} 个图，{triples} 个三元组",
        )
    )
    tell_of_graphs_left_out(there)


def _write(folder: Path, engine: str | None) -> None:
    from kg.load import ENGINES, taken_apart, write_files

    if engine is None:
        raise UsageError("kg load --files", "--for one of " + ", ".join(ENGINES), "none", "say which engine loads them")
    project = here_built()
    with TemporaryDirectory(prefix="kg-load-") as apart:
        done = write_files(project, taken_apart(project, Path(apart)), folder, engine)
    parts, quads = f"{len(done['shards']):,}", f"{done['quads']:,}"
    typer.echo(
        say(
            f"{folder}: {quads} quads in {parts} files for {engine}",
            f"{folder}：{quads} 个四元组，{parts} 个文件，供 {engine} 装载",
        )
    )


def _shown(changes: "tuple[Change, ...]", project: "Project") -> str:
    """Return what will change, a line a graph; what stays as it is only as a number."""
    from kg.load.plan import STATES

    zh = language() == "zh"
    told = [(STATES[c.state] if zh else c.state, _moved(c), c.graph) for c in changes if c.state != "same"]
    widths = [max((columns(row[i]) for row in told), default=0) for i in range(2)]
    lines = [
        "  ".join((*(c + " " * (w - columns(c)) for c, w in zip(row, widths, strict=False)), row[2])) for row in told
    ]
    same = sum(c.state == "same" for c in changes)
    lines.append(say(f"{same} graphs are the same there", f"{same} 个图与端点一致"))
    return "".join(line + "\n" for line in lines)


def _moved(change: "Change") -> str:
    """Return how many triples a graph has there and will have: 12 → 14."""
    return f"{change.there:,} → {change.here:,}"
