"""What pages run in a browser: built from what the lock file names, whole, and licensed."""

import json
import os
import subprocess
import sys

import pytest
from command import ROOT

from kg import web
from kg.errors import PartError
from kg.web import hatch_build

LOCK = ROOT / "kg" / "web" / "package-lock.json"


def test_what_is_built_is_built_from_the_sources_as_they_are() -> None:
    assert hatch_build.up_to_date(), "run make, or python kg/web/hatch_build.py"
    wanted = {f"{file.stem}.js" for file in (ROOT / "kg" / "web" / "src").glob("*.js")}
    assert wanted <= set(web.names())


def test_scripts_are_classic_ones_and_load_no_others() -> None:
    for name in web.names():
        if name.endswith(".js"):
            text = web.asset(name).decode()
            assert text.startswith(('"use strict";', "(()=>", "var ")), name
            assert "import(" not in text.replace("@import(", ""), name
        if name.endswith(".css"):
            assert "url(http" not in web.asset(name).decode(), name
            assert "@import" not in web.asset(name).decode(), name


def test_the_lock_file_names_hashes_and_no_place_to_get_packages_from() -> None:
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_every_package_that_is_shipped_has_its_licence_beside_it() -> None:
    licences = web.asset("LICENSES.txt").decode()
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    shipped = {n.rpartition("node_modules/")[2]: p["version"] for n, p in packages.items() if n and not p.get("dev")}
    for name, version in shipped.items():
        assert f"\n{name} {version} (" in licences, name
    assert "axe-core" not in licences
    assert "AGPL" not in licences


def test_a_script_that_was_not_built_is_an_error_that_names_the_next_step() -> None:
    with pytest.raises(PartError, match=r"no-such\.js: expected a script .*; install it again .*hatch_build\.py"):
        web.asset("no-such.js")
    with pytest.raises(PartError):
        web.asset("../__init__.py")


def test_a_build_without_a_registry_ends_in_one_line_and_leaves_what_is_there() -> None:
    before = {name: web.asset(name) for name in web.names()}
    code = "import sys; sys.path.insert(0, 'kg/web'); import hatch_build; hatch_build.build()"
    closed = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | closed, capture_output=True, check=False, text=True
    )
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert run.stderr.startswith("kg/web: expected `npm ci` to work")
    assert "npm ping" in run.stderr
    assert {name: (web.FOLDER / name).read_bytes() for name in web.names()} == before
