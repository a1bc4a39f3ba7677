"""Settings of the server: an option before the file, the file before the default, mistakes in one line."""

from pathlib import Path

import pytest
from command import kg
from serving import serving

from kg.errors import ProjectError
from kg.project import Project, read_project
from kg.serve.settings import Settings, read_settings


def made(tmp_path: Path, serve: str) -> Project:
    (tmp_path / "kg.toml").write_text(f"[project]\ntitle = 'x'\n[serve]\n{serve}\n", encoding="utf-8")
    return read_project(tmp_path)


def test_an_option_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    given = made(tmp_path, "port = 9000\ntime_limit = 5\nlog_queries = true\nallow_service = ['http://x/sparql']")
    settings = read_settings(given, {"port": 9001, "host": None})
    assert (settings.port, settings.host, settings.time_limit) == (9001, "127.0.0.1", 5.0)
    assert settings.log_queries and settings.allow_service == ("http://x/sparql",)
    assert settings.memory_mb == Settings().memory_mb


@pytest.mark.parametrize(
    ("serve", "line"),
    [
        ("ports = 1", "'ports'"),
        ("writable = 'x'", "'writable'"),
        ("port = 'x'", "a number for port"),
        ("port = true", "a number for port"),
        ("port = -1", "a number for port"),
        ("queue = 1.5", "a number for queue"),
        ("host = 1", "text for host"),
        ("log_queries = 1", "true or false for log_queries"),
        ("allow_service = 'http://x'", "a list of texts for allow_service"),
    ],
)
def test_a_mistake_names_the_setting(tmp_path: Path, serve: str, line: str) -> None:
    with pytest.raises(ProjectError, match=line):
        read_settings(made(tmp_path, serve), {})


def test_without_a_build_there_is_nothing_to_serve(small: Project) -> None:
    ran = kg("serve", cwd=small.root)
    assert ran.code == 1 and ran.line().endswith("expected a store, found none; run `kg build`")


def test_an_address_that_is_taken_is_one_line(project: Project) -> None:
    with serving(project.root) as server:
        ran = kg("serve", "--port", server.url.rpartition(":")[2], cwd=project.root)
    assert ran.code == 2 and "an address to listen on" in ran.line() and "--port" in ran.line()
