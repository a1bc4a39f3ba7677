"""Run docs/notebook.ipynb in a Jupyter kernel of this interpreter.

``python bench/notebook.py`` runs it and fails where a cell does; ``--check`` also where one shows something else than the file has,
``--write`` puts what is shown into the file. Pictures of graphs are left out of it: as whole pages they are too large for a repository.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"
LARGEST = 20_000  # characters of one output


def run(notebook: Any) -> Any:
    """Run every cell in order; raises nbclient's CellExecutionError where one fails."""
    NotebookClient(
        notebook, kernel_name="python3", timeout=600, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            for kind in [kind for kind, value in data.items() if len(value) > LARGEST]:
                del data[kind]
    notebook.metadata.pop("language_info", None)
    return notebook


def shown(notebook: Any) -> list[list[str]]:
    """Return what each code cell shows as text."""
    return [
        [output.get("text") or output["data"]["text/plain"] for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put what is shown into the file")
    parser.add_argument("--check", action="store_true", help="fail where something else is shown than the file has")
    asked = parser.parse_args()
    os.environ["LC_ALL"] = "C.UTF-8"
    given = nbformat.read(NOTEBOOK, as_version=4)
    before = shown(given)
    made = run(given)
    if asked.write:
        nbformat.write(made, NOTEBOOK)
        return 0
    now = shown(made)
    differ = [i for i, (old, new) in enumerate(zip(before, now, strict=True), 1) if asked.check and old != new]
    for number in differ:
        print(f"code cell {number} shows something else than {NOTEBOOK.name}", file=sys.stderr)
    print(f"{len(now)} cells ran")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
