"""A build in a process of its own: the pages stay quick meanwhile. Writes a line for each stage, a JSON line for an error."""

import json
import sys
from pathlib import Path

from kg.build import build
from kg.errors import KgError
from kg.many import workers_for
from kg.project import read_project
from kg.report import report_folders


def main(root: str) -> int:
    """Build the project of a folder; return the exit code."""
    try:
        project = read_project(Path(root))
        count = workers_for(len(report_folders(project)), None)
        build(project, workers=count, reached=lambda stage: print(json.dumps(stage), flush=True))
    except KgError as error:
        print(json.dumps([error.place, error.expected, error.found, error.step]), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
