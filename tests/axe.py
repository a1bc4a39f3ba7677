"""axe-core on a page of a test's browser: what stands in the way of a keyboard, a screen reader, or weak eyes."""

from typing import Any

from kg import web

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def problems(tab: Any, serious: bool = True) -> list[str]:
    """Return what axe finds on the page as it stands, one line each: how bad, the rule, where.

    ``serious`` leaves out what axe calls minor or moderate. It runs beside the page's Content-Security-Policy.
    """
    tab.evaluate((web.FOLDER / "tests" / "axe.js").read_text(encoding="utf-8"))
    found = tab.evaluate("tags => axe.run(document, {runOnly: tags}).then(r => r.violations)", list(RULES))
    return [
        f"{v['impact']} {v['id']}: {v['help']}: {' '.join(map(str, node['target']))}"
        for v in found
        if not serious or v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]
