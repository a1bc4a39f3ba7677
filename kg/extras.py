"""Packages that only some verbs need: imported when asked for, or one line that says how to install them."""

from importlib import import_module
from types import ModuleType

from kg.errors import KgError


def needed(package: str, wanted: str, extra: str = "tables") -> ModuleType:
    """Import a package of an extra; KgError where it is not installed. ``wanted`` names what needs it."""
    try:
        return import_module(package)
    except ImportError:
        step = f"run `pip install 'gwr-kg[{extra}]'`"
        raise KgError(wanted, f"the package {package}", "none", step) from None
