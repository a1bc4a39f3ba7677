"""What the parts may know of each other, what starts quickly, and what no file may hold."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT

HEAVY = {"rdflib", "networkx", "pyvis", "pyshacl", "openpyxl", "SPARQLWrapper", "duckdb", "pandas"}
# Folders of the repository that hold nothing of ours.
FOREIGN = {
    ".git",
    ".venv",
    "build",
    "dist",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
}


def imported(path: Path) -> set[str]:
    """Return the modules a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files() -> list[Path]:
    """Return every file of the repository that a person wrote."""
    found = []
    for folder, names, here in os.walk(ROOT):
        names[:] = sorted(set(names) - FOREIGN)
        found += [Path(folder) / name for name in sorted(here)]
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "kg" / "verify").glob("*.py")), ids=lambda p: p.name)
def test_the_verifier_imports_nothing_of_what_it_checks(path: Path) -> None:
    own = {name for name in imported(path) if name.split(".")[0] == "kg"}
    assert all(name.startswith(("kg.errors", "kg.verify")) for name in own), own
    others = {name.split(".")[0] for name in imported(path)} - {"kg"}
    assert others <= sys.stdlib_module_names, others


@pytest.mark.parametrize("module", ["kg", "kg.__main__", "kg.cli", "kg.verify", "kg.text", "kg.store"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & {{n.split('.')[0] for n in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert run.stdout.split() == []


def test_importing_kg_alone_imports_next_to_nothing_of_it() -> None:
    code = "import sys, kg; print(*sorted(n for n in sys.modules if n.split('.')[0] == 'kg'))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert run.stdout.split() == ["kg", "kg.errors"]


def test_every_module_says_what_it_is_and_none_is_a_bag() -> None:
    for path in (ROOT / "kg").rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
        assert path.stem not in ("util", "utils", "helpers", "common", "misc"), path


def test_errors_are_never_caught_wholesale_and_nothing_is_left_to_do() -> None:
    for path in (ROOT / "kg").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
                assert caught not in ("", "Exception") and (caught != "BaseException" or again), path
        assert not re.search(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b", text), path


def test_the_base_address_of_terms_is_written_in_one_module() -> None:
    written = [p.name for p in (ROOT / "kg").rglob("*.py") if "//w3id.org/gwr" in _code(p)]
    assert written == ["terms.py"]


def _code(path: Path) -> str:
    """Return a module's code without comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(None)
    return ast.unparse(tree)


def test_no_file_holds_a_path_of_this_machine_or_the_address_of_a_registry() -> None:
    home = str(Path.home())
    places = [re.escape(str(ROOT)) + r"(?![\w-])", r"/(?:home|Users)/[a-z]\w*/"]
    places += [re.escape(home) + "/"] if len(home) > 1 else []
    registries = [r"--(?:extra-)?index-url", r"pypi\.org/simple", r"/simple/?[\s\"']", r"(?:artifactory|nexus)[.\w]*/"]
    wrong = re.compile("|".join(places + registries))
    for path in files():
        # This file names what it looks for.
        if path == Path(__file__) or path.suffix in (".ico", ".png", ".gz", ".xlsx", ".woff2"):
            continue
        found = wrong.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{path}: {found and found[0]}"


def test_import_directions_are_a_contract_and_it_is_kept() -> None:
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or shutil.which("lint-imports")
    if linter is None:
        assert "[tool.importlinter]" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        return
    run = subprocess.run(
        [linter, "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def session(folder: Path, **env: str) -> str:
    """Run pytest with this folder's conftest over a test that misses a system package; return its last lines."""
    (folder / "test_missing.py").write_text(
        "import pytest\n\n\n"
        "def test_looks_at_a_page():\n    pytest.skip('apt-get install chromium (or name one): none found')\n\n\n"
        "def test_looks_again():\n    pytest.skip('apt-get install chromium: none found')\n\n\n"
        "def test_something_else():\n    pytest.skip('not on this system')\n",
        encoding="utf-8",
    )
    clean = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST")}
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider", "-c", os.devnull, folder],
        cwd=folder,
        env=clean | {"PYTHONPATH": paths} | env,
        capture_output=True,
        check=False,
        text=True,
    )
    return run.stdout


def test_what_this_machine_could_not_run_is_listed_by_what_to_install(tmp_path: Path) -> None:
    said = session(tmp_path)
    assert "not run: apt-get install chromium  (2 test(s) in test_missing.py)" in said
    assert said.count("not run: ") == 1 and "3 skipped" in said


def test_where_everything_is_promised_to_be_there_a_missing_thing_is_a_failure(tmp_path: Path) -> None:
    said = session(tmp_path, CI="true")
    assert "2 failed, 1 skipped" in said and "not run: apt-get install chromium" in said
