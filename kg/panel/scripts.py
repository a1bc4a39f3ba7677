"""Starter scripts for pandas, R and Stata, made from the definition of the panel's columns."""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from kg.panel.columns import CODES, LONG, Column

_COMMENT: Final = (
    "Reads the panel that `kg panel` wrote, with a type for every column, and looks at it once. Change it to your need.",
    "读入 `kg panel` 写出的面板，为每一列设定类型，并作初步查看；请按需要修改。",
)


def scripts(columns: tuple[Column, ...]) -> dict[str, bytes]:
    """Return the scripts by the names of their files, for a panel with these columns."""
    return {name: "".join(line + "\n" for line in made(columns)).encode() for name, made in SCRIPTS.items()}


def _named(columns: Iterable[Column], *kinds: str) -> list[str]:
    return [c.name for c in columns if c.kind in kinds]


def _is_long(columns: tuple[Column, ...]) -> bool:
    return columns == LONG


def _stems(columns: tuple[Column, ...]) -> list[str]:
    """Return what the columns of each series of a wide panel begin with."""
    return [name.removesuffix("_target") for name in _named(columns, "number") if name.endswith("_target")]


def _wrapped(words: Iterable[str], mark: str = '"') -> Iterable[str]:
    """Return quoted words with commas, some on a line."""
    line = ""
    for word in words:
        piece = f"{mark}{word}{mark}, "
        if len(line) + len(piece) > 110:
            yield "    " + line.rstrip()
            line = ""
        line += piece
    yield "    " + line.rstrip().rstrip(",")


def _python(columns: tuple[Column, ...]) -> Iterable[str]:
    yield f'"""{_COMMENT[0]}'
    yield ""
    yield _COMMENT[1]
    yield '"""'
    yield ""
    yield "import sys"
    yield ""
    yield "import pandas as pd"
    yield ""
    yield 'FILE = sys.argv[1] if len(sys.argv) > 1 else "panel.csv"'
    for name, kinds in (
        ("TEXTS", ("text", "code", "ids")),
        ("NUMBERS", ("number",)),
        ("WHOLE", ("whole",)),
        ("FLAGS", ("flag",)),
    ):
        named = _named(columns, *kinds)
        yield f"{name} = ["
        yield from _wrapped(named) if named else ()
        yield "]"
    yield "CODES = {"
    for c in columns:
        if c.kind == "code":
            yield f'    "{c.name}": {json.dumps(list(CODES[c.codes]), ensure_ascii=False)},'
    yield "}"
    yield ""
    yield 'types = dict.fromkeys(TEXTS, "str") | dict.fromkeys(NUMBERS, "float64")'
    yield 'types |= dict.fromkeys(WHOLE, "Int64") | dict.fromkeys(FLAGS, "Int8")'
    yield 'panel = pd.read_csv(FILE, dtype=types, encoding="utf-8-sig")'
    yield "for column, codes in CODES.items():"
    yield "    panel[column] = pd.Categorical(panel[column], categories=codes)"
    yield ""
    if _is_long(columns):
        yield 'assert not panel.duplicated(["series", "year"]).any()'
        yield "print(len(panel), \"rows,\", panel['place'].nunique(), \"places,\", panel['year'].min(), \"to\", panel['year'].max())"
        yield ""
        yield "# Why targets and outcomes are empty."
        yield "print(panel['target_reason'].value_counts(dropna=False))"
        yield "print(panel['outcome_reason'].value_counts(dropna=False))"
        yield ""
        yield "# Outcome less target: indicators that are surely the same in all reports, numbers that are surely of one year."
        yield "both = panel[(panel['catalogued'] == 1) & (panel['outcome_multiyear'] == 0) & panel['gap'].notna()]"
        yield "print(both.groupby(['indicator', 'value_type', 'unit'], observed=True)['gap'].agg(['count', 'mean', 'median']).to_string())"
        yield ""
        yield "# Results by how firmly it was promised, where targets were assessed."
        yield "print(pd.crosstab(panel['target_strength'], panel['result']))"
    else:
        yield "assert not panel.duplicated(['place', 'year']).any()"
        yield "print(len(panel), 'rows,', panel['place'].nunique(), 'places')"
        yield "STEMS = ["
        yield from _wrapped(_stems(columns))
        yield "]"
        yield "for stem in STEMS:"
        yield "    found = panel[[f'{stem}_target', f'{stem}_outcome', f'{stem}_gap']]"
        yield "    print(stem, found.notna().sum().to_dict(), 'mean gap', found[f'{stem}_gap'].mean())"


def _r(columns: tuple[Column, ...]) -> Iterable[str]:
    yield from (f"# {line}" for line in _COMMENT)
    yield ""
    yield "arguments <- commandArgs(trailingOnly = TRUE)"
    yield 'file <- if (length(arguments) > 0) arguments[1] else "panel.csv"'
    for name, kinds in (("texts", ("text", "code", "ids")), ("numbers", ("number",)), ("whole", ("whole", "flag"))):
        named = _named(columns, *kinds)
        yield f"{name} <- c("
        yield from _wrapped(named) if named else ()
        yield ")"
    yield "codes <- list("
    coded = [c for c in columns if c.kind == "code"]
    for c in coded:
        listed = ", ".join(f'"{code}"' for code in CODES[c.codes])
        yield f"    {c.name} = c({listed})" + ("," if c is not coded[-1] else "")
    yield ")"
    yield ""
    yield 'types <- c(setNames(rep("character", length(texts)), texts),'
    yield '           setNames(rep("numeric", length(numbers)), numbers),'
    yield '           setNames(rep("integer", length(whole)), whole))'
    yield 'panel <- read.csv(file, colClasses = types, na.strings = "", fileEncoding = "UTF-8-BOM", check.names = FALSE)'
    yield "for (column in names(codes)) {"
    yield "    panel[[column]] <- factor(panel[[column]], levels = codes[[column]])"
    yield "}"
    yield ""
    if _is_long(columns):
        yield 'stopifnot(!anyDuplicated(panel[c("series", "year")]))'
        yield 'cat(nrow(panel), "rows,", length(unique(panel$place)), "places\\n")'
        yield ""
        yield "# Why targets and outcomes are empty."
        yield 'print(table(panel$target_reason, useNA = "ifany"))'
        yield 'print(table(panel$outcome_reason, useNA = "ifany"))'
        yield ""
        yield "# Outcome less target: indicators that are surely the same in all reports, numbers that are surely of one year."
        yield "both <- panel[panel$catalogued == 1 & panel$outcome_multiyear %in% 0 & !is.na(panel$gap), ]"
        yield "if (nrow(both) > 0) print(aggregate(gap ~ indicator + value_type + unit, data = both, FUN = mean))"
        yield ""
        yield "# Results by how firmly it was promised, where targets were assessed."
        yield "print(table(panel$target_strength, panel$result))"
    else:
        yield 'stopifnot(!anyDuplicated(panel[c("place", "year")]))'
        yield "stems <- c("
        yield from _wrapped(_stems(columns))
        yield ")"
        yield "for (stem in stems) {"
        yield '    found <- panel[paste0(stem, c("_target", "_outcome", "_gap"))]'
        yield '    cat(stem, colSums(!is.na(found)), "\\n")'
        yield "}"


def _stata(columns: tuple[Column, ...]) -> Iterable[str]:
    yield from (f"* {line}" for line in _COMMENT)
    yield "* kg panel -o panel.dta; variable and value labels stand in the file (describe, label list)."
    yield ""
    yield "version 14"
    yield 'use "panel.dta", clear'
    yield "describe, short"
    if _is_long(columns):
        yield "isid series year"
        yield "encode series, generate(series_n)"
        yield "xtset series_n year"
        yield ""
        yield "* Why targets and outcomes are empty."
        yield "tabulate target_reason, missing"
        yield "tabulate outcome_reason, missing"
        yield ""
        yield "* Outcome less target: indicators that are surely the same in all reports, numbers that are surely of one year."
        yield "tabstat gap if catalogued == 1 & outcome_multiyear == 0 & !missing(gap), by(value_type) statistics(n mean sd min max)"
        yield ""
        yield "* Results by how firmly it was promised, where targets were assessed."
        yield "capture noisily tabulate target_strength result"
    else:
        yield "isid place year"
        yield "encode place, generate(place_n)"
        yield "xtset place_n year"
        for stem in _stems(columns):
            yield f"summarize {stem}_target {stem}_outcome {stem}_gap"


SCRIPTS: Final[Mapping[str, Callable[[tuple[Column, ...]], Iterable[str]]]] = MappingProxyType(
    {"panel_start.py": _python, "panel_start.R": _r, "panel_start.do": _stata}
)
