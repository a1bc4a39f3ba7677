"""Everything a user can do something about, as one tree of exceptions.

::

    KgError                 one line: place, what was expected, what was found, the next step
    ├── UsageError          the command was called wrongly (exit code 2; all others 1)
    ├── ReportError         a report cannot be read: missing, empty, binary, damaged, not a work report
    ├── ProjectError        a folder is no project, or its kg.toml or report.toml is wrong
    ├── DecisionError       a row of decisions.tsv cannot be understood or no longer fits its text
    ├── PlaceError          no such place code
    ├── MappingError        a table of data/mappings cannot be read or breaks a rule of SSSOM
    ├── AnchorError         a quote is not at its place in the report
    ├── StoreError          the store is missing, of another version, or in use
    ├── QueryError          a query is malformed, unknown or misses a parameter
    ├── EndpointError       a remote SPARQL endpoint did not answer as it should
    └── PartError           something that comes with the package is not where it was installed

A mistake in the program itself stays a ``ValueError`` or ``AssertionError`` with its traceback.
"""


class KgError(Exception):
    """Base of all errors that the command line prints as one line."""

    exit_code = 1

    def __init__(self, place: object, expected: str, found: str, step: str) -> None:
        """Say where it happened, what should be there, what is there, and what to do next."""
        self.place = str(place)
        self.expected = expected
        self.found = found
        self.step = step
        super().__init__(" ".join(f"{place}: expected {expected}, found {found}; {step}".split()))

    def __reduce__(self) -> tuple[type["KgError"], tuple[str, str, str, str]]:
        """Let an error cross from one process to another."""
        return type(self), (self.place, self.expected, self.found, self.step)

    def line(self) -> str:
        """Return the one line for a person, framed in the language of the environment."""
        from kg.language import language
        from kg.messages import framed

        if language() != "zh":
            return str(self)
        return " ".join(framed(self.place, self.expected, self.found, self.step).split())


class UsageError(KgError):
    """The command was called wrongly."""

    exit_code = 2


class ReportError(KgError):
    """A report cannot be read."""


class ProjectError(KgError):
    """A folder is no project, or one of its settings is wrong."""


class DecisionError(KgError):
    """A decision cannot be understood or does not fit its text."""


class PlaceError(KgError):
    """No division has this code."""


class MappingError(KgError):
    """A table of mappings cannot be read or breaks a rule."""


class AnchorError(KgError):
    """A quote is not at its place in the report."""


class StoreError(KgError):
    """The store is missing, of another version, or in use."""


class QueryError(KgError):
    """A query is malformed, unknown, or misses a parameter."""


class EndpointError(KgError):
    """A remote SPARQL endpoint did not answer as it should."""


class PartError(KgError):
    """Something that comes with the package is not where it was installed."""
