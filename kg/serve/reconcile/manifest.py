"""What the service says of itself."""

from typing import Any, Final

from kg.match import TYPES
from kg.project import Project
from kg.terms import PREFIXES, VERSION

_WIDTH, _HEIGHT = 420, 260
BATCH: Final = 50
_DEFAULT: Final = ("place", "indicator", "project", "organisation")


def manifest(here: str, project: Project, lang: str) -> dict[str, Any]:
    """Return the manifest of the service at an address (without a slash at its end)."""
    column = 1 if lang == "en" else 0
    suggest = {"service_url": here, "flyout_service_path": "/flyout?id=${id}"}
    return {
        "versions": ["0.2"],
        "name": project.title,
        "identifierSpace": project.base_iri,
        "schemaSpace": PREFIXES["gwr"],
        "serviceVersion": VERSION,
        "batchSize": BATCH,
        "defaultTypes": [{"id": name, "name": TYPES[name][column]} for name in _DEFAULT],
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            "entity": suggest | {"service_path": "/suggest/entity"},
            "type": {"service_url": here, "service_path": "/suggest/type"},
            "property": {"service_url": here, "service_path": "/suggest/property"},
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": _settings(column),
        },
    }


def _settings(column: int) -> list[dict[str, Any]]:
    """Return what can be set of the properties target and result."""
    told = (
        ("indicator", "text", ("指标", "Indicator"), ("地区的哪个指标：名称或代码", "of a place: which indicator, by name or code")),
        ("place", "text", ("地区", "Place"), ("指标在哪个地区：名称或代码", "of an indicator: in which place, by name or code")),
        ("year", "number", ("年份", "Year"), ("不填为最近一年", "without it the latest")),
    )  # fmt: skip
    found: list[dict[str, Any]] = [
        {"name": name, "type": kind, "label": label[column], "help_text": help[column]}
        for name, kind, label, help in told
    ]
    choices = (("stated", "原文", "as stated"), ("value", "数值", "number"), ("statement", "陈述地址", "statement"))
    found.append({
        "name": "content",
        "type": "select",
        "default": "stated",
        "label": ("内容", "Content")[column],
        "help_text": ("目标或结果写成什么", "what is given of a target or result")[column],
        "choices": [{"value": value, "name": (zh, en)[column]} for value, zh, en in choices],
    })  # fmt: skip
    return found
