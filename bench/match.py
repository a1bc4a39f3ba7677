"""How well are names of places matched? Divisions of the reference in the forms that tables have, beside cpca and cpca-new.

    python bench/match.py [--n 300] [--list]

Draws N divisions of today (all levels below the nation, the same each time) from data/reference/divisions.csv, and writes
each in the forms of tables: full name (衡阳市), with its province (湖南省衡阳市), with all that contains it, the short name alone
and behind the short name of its province (湖南衡阳), the full name with the province in a column of its own, the short name with
its level as the type, and the code with the zeros of twelve digits. The expected code is the row's own. A form that is not unique in the reference is asked all the same: there an answer is a guess, and
no answer is right. ``precision`` is the share of right ones among the sure answers, ``recall`` that of all; ``in list`` is
the share whose right code is among the candidates. cpca 0.5.5 (codes of 2016) and cpca-new 0.1.2 always answer with
one code or none; neither takes a column of provinces, a level or a code, so those forms are given to them as text.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, NamedTuple

from kg.match import Matcher, Wanted
from kg.places import Division, ancestors, descendants, short_name
from kg.terms import Addresses

SEED: Final = 20190401


class Asked(NamedTuple):
    """What is asked of us, and the same as text for who takes only text."""

    wanted: Wanted
    text: str


def _province(place: Division) -> Division:
    return next(d for d in (place, *ancestors(place.code)) if d.level == "province")


def _path(place: Division) -> str:
    above = [d.name for d in reversed(ancestors(place.code)) if d.level != "nation"]
    return "".join([*above, place.name])


def _before(place: Division, above: str) -> str:
    return above if place.level != "province" else ""


def _text(text: str, types: Sequence[str] = ("place",)) -> Asked:
    return Asked(Wanted(text, tuple(types)), text)


def _beside(place: Division) -> Asked:
    above = _before(place, _province(place).name)
    return Asked(Wanted(place.name, ("place",), within=above), above + place.name)


FORMS: Final[dict[str, Callable[[Division], Asked]]] = {
    "full name": lambda d: _text(d.name),
    "province + full name": lambda d: _text(_before(d, _province(d).name) + d.name),
    "whole path": lambda d: _text(_path(d)),
    "province in a column": _beside,
    "short name": lambda d: _text(short_name(d)),
    "short province + short": lambda d: _text(_before(d, short_name(_province(d))) + short_name(d)),
    "short name, level given": lambda d: _text(short_name(d), (d.level,)),
    "code of 12 digits": lambda d: _text(d.code + "000000"),
}


class Score(NamedTuple):
    """Counts of one form: all, sure answers, right ones, those with the right one in the list."""

    asked: int
    sure: int
    right: int
    listed: int

    def line(self) -> str:
        """Return the shares as a row."""
        precision = f"{self.right / self.sure:.3f}" if self.sure else "-"
        return f"{precision:>9} {self.right / self.asked:>6.3f} {self.listed / self.asked:>7.3f}"


def main() -> None:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--list", action="store_true", help="print the wrong answers of ours")
    given = parser.parse_args()
    today = sorted(descendants("cn"), key=lambda d: d.code)
    drawn = random.Random(SEED).sample(today, min(given.n, len(today)))
    levels = {level: sum(d.level == level for d in drawn) for level in ("province", "prefecture", "county")}
    print(f"{len(drawn)} of {len(today)} divisions: {', '.join(f'{n} {level}' for level, n in levels.items())}")
    answer = {"kg match": _ours(given.list), "cpca": _peer("cpca"), "cpca-new": _peer("cpca_new")}
    print(f"{'':<25}" + "".join(f"| {name:<24}" for name in answer))
    print(f"{'form':<25}" + f"| {'precision recall in list':<24}" * len(answer))
    for form, write in FORMS.items():
        asked = [(write(d), d.code) for d in drawn]
        print(f"{form:<25}" + "".join(f"| {ask(asked).line()} " for ask in answer.values()))


Ask = Callable[[Sequence[tuple[Asked, str]]], Score]


def _ours(told: bool) -> Ask:
    matcher = Matcher(None, Addresses())

    def ask(asked: Sequence[tuple[Asked, str]]) -> Score:
        sure = right = listed = 0
        for one, code in asked:
            found = matcher.match(one.wanted)
            listed += code in [c.code for c in found]
            if found and found[0].match:
                sure += 1
                right += found[0].code == code
                if told and found[0].code != code:
                    print(f"  wrong: {one.wanted.name} within {one.wanted.within or '-'}: {found[0].code}, not {code}")
        return Score(len(asked), sure, right, listed)

    return ask


def _peer(name: str) -> Ask:
    transform = import_module(name).transform

    def ask(asked: Sequence[tuple[Asked, str]]) -> Score:
        codes = [str(code or "") for code in transform([one.text for one, _ in asked])["adcode"].fillna("")]
        right = sum(found == code for found, (_, code) in zip(codes, asked, strict=True))
        return Score(len(asked), sum(map(bool, codes)), right, right)

    return ask


if __name__ == "__main__":
    main()
