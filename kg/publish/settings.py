"""What a publisher says of the publication: the table ``[publish]`` of kg.toml, beside ``[project]``."""

import dataclasses
import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import ProjectError
from kg.project import SETTINGS, Project

_EU: Final = "http://publications.europa.eu/resource/authority/"
# Words of the settings → codes of the EU vocabularies that DCAT-AP 3 asks for; any other may be given by its address.
FREQUENCIES: Final = {
    "annual": f"{_EU}frequency/ANNUAL",
    "semiannual": f"{_EU}frequency/ANNUAL_2",
    "quarterly": f"{_EU}frequency/QUARTERLY",
    "monthly": f"{_EU}frequency/MONTHLY",
    "weekly": f"{_EU}frequency/WEEKLY",
}
LANGUAGES: Final = {"zh": f"{_EU}language/ZHO", "en": f"{_EU}language/ENG"}
_ADDRESS: Final = re.compile(r"""https?://[^\s/?#<>"{}|\\^`\x00-\x20]+(?:/[^\s<>"{}|\\^`\x00-\x20]*)?""")
_MAIL: Final = re.compile(r"""[^\s@<>"{}|\\^`/?#]+@[^\s@<>"{}|\\^`/?#]+\.[^\s@<>"{}|\\^`/?#]+""")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the catalogue tells beside the data.

    ``url`` is where the folder will be reached, ending in ``/``; ``contact_*`` whom readers write to; ``publisher_url``
    and ``publisher_type`` (an address of a list of types) tell of the publisher; ``frequency`` and ``languages`` are
    addresses by now; ``issued`` is the day of publication (``2026-12-01``), empty where nobody gave one.
    """

    url: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_url: str = ""
    publisher_url: str = ""
    publisher_type: str = ""
    frequency: str = ""
    languages: tuple[str, ...] = ("zh", "en")
    issued: str = ""

    @property
    def contact(self) -> bool:
        """Whether readers are told whom to write to."""
        return bool(self.contact_email or self.contact_url)


def read_settings(project: Project) -> Settings:
    """Return the settings of a publication.

    Raises ProjectError where there is no publisher, which DCAT-AP demands, or a setting does not fit.
    """
    path = project.root / SETTINGS
    if not project.publisher:
        step = 'write publisher = "…" under [project]: a catalogue (DCAT-AP) must say who publishes it'
        raise ProjectError(path, "a publisher", "none", step)
    known = {f.name for f in dataclasses.fields(Settings)}
    given: dict[str, Any] = {}
    for name, value in project.publish.items():
        if name not in known:
            raise ProjectError(path, f"settings {', '.join(sorted(known))}", repr(name), "take it out or mend its name")
        given[name] = _fitting(path, name, value)
    read = Settings(**given)
    own = _contact(project, read)
    return dataclasses.replace(
        read,
        **own,
        url=read.url or project.base_iri,
        frequency=_coded(path, "frequency", read.frequency, FREQUENCIES) if read.frequency else "",
        languages=tuple(_coded(path, "languages", one, LANGUAGES) for one in read.languages),
    )


def _fitting(path: Path, name: str, value: Any) -> Any:
    if name == "languages":
        if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise ProjectError(path, f"a list of texts for {name}", repr(value), "write it in brackets")
    if name == "issued" and isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise ProjectError(path, f"text for {name}", repr(value), "put it in quotation marks")
    value = value.strip()
    if value and (wanted := _what(name, value)):
        raise ProjectError(path, wanted, repr(value), f"mend {name}")
    return value


def _what(name: str, value: str) -> str:
    """Return what a setting should be where it is not."""
    if name == "url" and not (_ADDRESS.fullmatch(value) and value.endswith("/") and not set("?#") & set(value)):
        return f"an address for {name} that starts with http and ends with /"
    if name in ("contact_url", "publisher_url", "publisher_type") and not _ADDRESS.fullmatch(value):
        return f"an address for {name} that starts with http"
    if name == "contact_email" and not _MAIL.fullmatch(value):
        return f"an e-mail address for {name}"
    if name == "issued":
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            return f"a day for {name}, as 2026-12-01"
    return ""


def _coded(path: Path, name: str, value: str, codes: dict[str, str]) -> str:
    if value in codes:
        return codes[value]
    if _ADDRESS.fullmatch(value):
        return value
    raise ProjectError(path, f"{', '.join(codes)} or an address for {name}", repr(value), f"mend {name}")


def _contact(project: Project, read: Settings) -> dict[str, str]:
    """Take the contact of ``[project]`` where ``[publish]`` has none: an e-mail or another address."""
    found = {}
    words = project.contact.strip()
    if not read.contact:
        if _MAIL.fullmatch(words):
            found["contact_email"] = words
        elif _ADDRESS.fullmatch(words):
            found["contact_url"] = words
    if not read.contact_name:
        found["contact_name"] = project.publisher
    return found
