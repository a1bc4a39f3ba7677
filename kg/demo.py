"""``kg demo``: the whole way once, on the report that comes with the package."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from kg.answer import Answer
from kg.build import build
from kg.check import check
from kg.errors import KgError, ProjectError
from kg.language import Language, count, language, say
from kg.project import Project, find_project, init_project, read_project
from kg.query import run as ask
from kg.question import question
from kg.store import open_store
from kg.summary import built, leftovers

QUESTION = "targets/looser-than-result"
ENTITY = "430400"


def run(start: Path, folder: Path) -> Iterator[str]:
    """Build, check, ask and draw; yield what a person should read.

    In a project that holds Hengyang's report of 2019 it uses that; elsewhere it makes a project in ``folder``.
    """
    project = _project(start, folder)
    done = build(project)
    yield from built(done)
    yield from leftovers(done)
    page = project.build / "hengyang.html"
    # The page is drawn beside the checks: a second core is common, and pyvis takes long to import.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        drawing = pool.submit(_draw, project, page, language())
        yield from _checked(project)
        yield from _asked(project)
        shown = drawing.result()
    yield ""
    yield say(f"graph page ({shown} nodes): {page}", f"图谱页面（{shown} 个节点）：{page}")


def _checked(project: Project) -> Iterator[str]:
    """Check the build; raise KgError where anything does not hold."""
    checked = check(project)
    yield from checked.problems
    if checked.problems:
        raise KgError(
            project.build,
            "a build that passes `kg check`",
            count(len(checked.problems), "problem"),
            "see the lines above",
        )
    yield say(
        f"check passed: {checked.quads:,} quads, {checked.slots:,} slots and {checked.numbers:,} numbers follow from the text",
        f"核查通过：四元组 {checked.quads:,}、槽位 {checked.slots:,}、数字 {checked.numbers:,} 均出自原文",
    )


def _asked(project: Project) -> Iterator[str]:
    """Ask the demo's question and show its answer."""
    asked = question(QUESTION)
    yield ""
    yield f"kg query {asked.name}    {asked.question.get(language(), '')}"
    with open_store(project.build) as snapshot:
        answer = ask(snapshot.store, asked, {}, project.base_iri)
    yield from _rows(answer)


def _draw(project: Project, page: Path, lang: Language) -> int:
    from kg.draw import draw

    return draw(project, ENTITY, page, hops=2, limit=60, lang=lang)[0]


def _project(start: Path, folder: Path) -> Project:
    try:
        project = find_project(start)
    except ProjectError:
        if (folder / "kg.toml").exists():
            return read_project(folder)
        return init_project(folder, with_example=True)
    if not (project.reports / "430400-2019").is_dir():
        raise ProjectError(project.root, "the report 430400-2019", "none", "run `kg demo` outside a project")
    return project


def _rows(answer: Answer) -> Iterator[str]:
    """Yield each target beside the result of the year before, and both sentences."""
    for row in answer.rows:
        said = {
            name: " ".join(getattr(cell, "value", "").split()) for name, cell in zip(answer.columns, row, strict=True)
        }
        yield f"  {said['indicator']}  {said['result']} → {said['aim']}"
        yield f"      「{said['result_quote']}」"
        yield f"      「{said['target_quote']}」"
