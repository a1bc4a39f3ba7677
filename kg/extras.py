"""Packages that only some verbs need: imported when asked for, or one line that says how to install them."""

from importlib import import_module
from types import ModuleType

from kg.errors import KgError


def needed(package: str, wanted: str) -> ModuleType:
    """Import a package of the extra ``tables``; KgError where it is not installed. ``wanted`` names what needs it."""
    try:
        return import_module(package)
    except ImportError:
        step = "run `pip install 'gwr-kg[tables]'`"
        raise KgError(wanted, f"the package {package}", "none", step) from None
