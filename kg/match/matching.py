"""A name → candidates, best first: divisions of the reference, then whatever of the build bears the name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from kg.errors import UsageError
from kg.match.divisions import Met, beginning, code_in, holders, inside, met
from kg.match.model import EXACT, LEVELS, TYPES, Candidate, Feature, Wanted, scored
from kg.places import LEVEL_LABELS, Division, ancestors, division, english_name, is_code
from kg.search import Hit, Index, search
from kg.search.entries import THINGS
from kg.search.find import MOST_CHARS, MOST_WORDS
from kg.search.tokens import fold
from kg.terms import Addresses

_BRACKETED: Final = re.compile(r"(?<=.)\s*[（(][^（）()]*[）)]\s*$")
_LOOKED_AT: Final = 40
# What a place holds of its own; an indicator or a sector is the same everywhere.
_OWN: Final = frozenset({"place", "project", "programme", "event", "document", "thing"})


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds what names mean in a build; ``index`` is its search index, ``at`` makes addresses.

    Without an index it knows the divisions of GB/T 2260 alone. Safe in threads.
    """

    index: Index | None
    at: Addresses

    def match(self, wanted: Wanted) -> tuple[Candidate, ...]:
        """Return what may be meant, best first; at most one of them has ``match``.

        Raises UsageError for a type that there is not, QueryError where the index takes too long.
        """
        types = known_types(wanted.types)
        found = self._divisions(wanted, types)
        known = {c.id for c in found}
        found += [c for c in self._things(wanted, types) if c.id not in known]
        return _decided(_homonyms(found), wanted)

    def suggest(self, start: str, types: Iterable[str] = (), limit: int = 20, offset: int = 0) -> tuple[Candidate, ...]:
        """Return what a name that somebody begins to type may become, best first. Raises as ``match`` does."""
        known = known_types(types)
        whole = self.match(Wanted(start, tuple(types), limit=_LOOKED_AT))
        found = {c.id: c for c in whole}
        if not known or known & {"place", *LEVELS}:
            wide = not known or "place" in known
            for one in beginning(start):
                if wide or one.place.level in known:
                    made = self._division(one, {"near_name": one.share, "valid": True})
                    found.setdefault(made.id, made)
        begun = fold(start).strip()
        ranked = sorted(
            found.values(), key=lambda c: (not _exact(c), not fold(c.name).startswith(begun), -c.score, *_order(c))
        )
        return tuple(ranked[offset : offset + limit])

    def division(self, code: str) -> Candidate:
        """Return a division as a candidate. Raises PlaceError for a code that there is not."""
        one = Met(division(code), "code", 1.0, False)
        return self._division(one, {"code": True, "valid": one.place.valid_in(None)})

    def _divisions(self, wanted: Wanted, types: frozenset[str]) -> list[Candidate]:
        levels = types & set(LEVELS)
        if types and "place" not in types and not levels:
            return []
        within = holders(wanted.within, wanted.year) if wanted.within.strip() else None
        own = code_in(fold(wanted.code).strip()) if wanted.code.strip() else None
        rows = met(wanted.name, wanted.year)
        if own is not None and not wanted.name.strip():
            rows = [Met(division(own), "code", 1.0, False)]
        if levels and "place" not in types:
            rows = [m for m in rows if m.place.level in levels]
        highest = min((LEVELS.index(m.place.level) for m in rows if m.how == "short_name"), default=0)
        return [
            self._division(m, _features(m, within, wanted, own if wanted.code.strip() else "", highest)) for m in rows
        ]

    def _division(self, one: Met, features: Mapping[str, Feature]) -> Candidate:
        place = one.place
        zh, en = _told(place)
        return Candidate(
            id=self.at.place(place.code),
            code=place.code,
            type=place.level,
            name=division(place.code).name,
            name_en=english_name(place.code) or "",
            description=zh,
            description_en=en,
            score=scored(features),
            match=False,
            features=features,
        )

    def _things(self, wanted: Wanted, types: frozenset[str]) -> list[Candidate]:
        kinds = [kind for kind in THINGS if not types or kind in types]
        if self.index is None or not kinds or not wanted.name.strip():
            return []
        best: dict[str, Candidate] = {}
        whole = _clean(wanted.name)
        for name in dict.fromkeys((whole, _BRACKETED.sub("", whole))):
            for hit in self._hits(name, kinds):
                one = _thing(hit, name, whole, self._within(hit, wanted))
                if one is not None and (one.id not in best or best[one.id].score < one.score):
                    best[one.id] = one
        return list(best.values())

    def _hits(self, name: str, kinds: Iterable[str]) -> tuple[Hit, ...]:
        if not name or len(name) + 2 > MOST_CHARS or len(name.split()) > MOST_WORDS:
            return ()
        assert self.index is not None
        return search(self.index, f'"{name}"', kinds=kinds, limit=_LOOKED_AT).hits

    def _within(self, hit: Hit, wanted: Wanted) -> bool | None:
        """Whether a thing is a place's own that the table names; None where that says nothing of it."""
        if not wanted.within.strip() or hit.kind not in _OWN:
            return None
        codes = holders(wanted.within, wanted.year)
        own = hit.place or hit.id.partition(".")[0]
        return is_code(own) and inside(division(own), codes)


def known_types(types: Iterable[str]) -> frozenset[str]:
    """Return types as ``TYPES`` has them. Raises UsageError for one that it has not."""
    found = set()
    for given in types:
        name = given.strip().casefold()
        if name not in TYPES:
            raise UsageError("type", f"one of {', '.join(TYPES)}", repr(given), "mend it or leave it out")
        found.add(name)
    return frozenset(found)


def _clean(name: str) -> str:
    return " ".join(re.sub(r"[\"“”]", " ", name).split())


def _features(
    one: Met, within: frozenset[str] | None, wanted: Wanted, own: str | None, highest: int
) -> dict[str, Feature]:
    """Return what speaks for and against a division; ``own`` is the code of the table, "" where it gives none."""
    found: dict[str, Feature] = {one.how: one.share if one.how == "near_name" else True}
    found["valid"] = one.place.valid_in(wanted.year)
    if one.parent:
        found["parent_named"] = True
    if within is not None:
        found["within"] = inside(one.place, within)
    if own != "":
        found["same_code"] = own == one.place.code
    if one.how == "short_name" and (below := LEVELS.index(one.place.level) - highest):
        found["levels_below"] = below
    return found


def _told(place: Division) -> tuple[str, str]:
    """Return in Chinese and English what tells a division from others of its name."""
    above = [a for a in reversed(ancestors(place.code)) if a.level != "nation"]
    zh, en = LEVEL_LABELS[place.level]
    where = " ".join(a.name for a in above)
    renamed = place.name if division(place.code).name != place.name else ""
    since = f"（{renamed and renamed + '，'}至{place.valid_to}年）" if place.valid_to else ""
    until = f", {renamed and renamed + ' '}until {place.valid_to}" if place.valid_to else ""
    return f"{where} {zh}{since} {place.code}".strip(), f"{en}{f' in {where}' if where else ''}{until}, {place.code}"


def _thing(hit: Hit, name: str, whole: str, within: bool | None) -> Candidate | None:
    if hit.kind == "place" and is_code(hit.id):
        return None  # the reference tells more of it
    features: dict[str, Feature] = {}
    if "".join(fold(hit.text).split()) == "".join(fold(name).split()):
        features["full_name" if hit.text == hit.label else "other_name"] = True
        if name != whole:
            features = {"near_name": round(len(name) / len(whole) * 0.2 + 0.8, 3)}
    else:
        features["near_name"] = round(SequenceMatcher(None, fold(name), fold(hit.text)).ratio(), 3)
    if within is not None:
        features["within"] = within
    zh, en = TYPES[hit.kind]
    where = division(hit.place).name if is_code(hit.place) and hit.kind in _OWN else ""
    return Candidate(
        id=hit.iri,
        code=hit.id,
        type=hit.kind,
        name=hit.label,
        name_en="",
        description=f"{where} {zh}".strip(),
        description_en=f"{en}{f' of {where}' if where else ''}",
        score=scored(features),
        match=False,
        features=features,
    )


def _exact(candidate: Candidate) -> bool:
    return any(candidate.features.get(name) for name in EXACT)


def _stands(candidate: Candidate) -> bool:
    """Whether nothing that the table says speaks against a candidate."""
    features = candidate.features
    return _exact(candidate) and features.get("within") is not False and features.get("same_code") is not False


def _rank(candidate: Candidate) -> int:
    """Return how a name was met, the surest first: a code or full name goes before a short one of somebody else."""
    return min(i for i, names in enumerate((("code",), ("full_name",), ("other_name", "short_name"))) if any(
        candidate.features.get(n) for n in names
    ))  # fmt: skip


def _homonyms(found: list[Candidate]) -> list[Candidate]:
    """Say of each candidate how many others its name means just as well."""
    standing = [c for c in found if _stands(c)]
    current = [c for c in standing if c.features.get("valid", True)]
    first = min(map(_rank, current or standing), default=0)
    rivals = [c for c in standing if _rank(c) == first and _blocks(c, current)]
    kept = []
    for c in found:
        gone = not c.features.get("valid", True)
        others = len([r for r in rivals if r.id != c.id]) if c in rivals or (gone and current) else 0
        features = {**c.features, "homonyms": others} if others else c.features
        kept.append(replace(c, features=features, score=scored(features)))
    return kept


def _blocks(candidate: Candidate, current: list[Candidate]) -> bool:
    """Whether a candidate keeps others of its name from being sure.

    One that is no more does not where it became another: its successor is in its province, at its level or above it.
    """
    if candidate.features.get("valid", True):
        return True
    order = list(TYPES).index
    return not any(order(c.type) <= order(candidate.type) and c.code[:2] == candidate.code[:2] for c in current)


def _decided(found: list[Candidate], wanted: Wanted) -> tuple[Candidate, ...]:
    ranked = sorted(found, key=lambda c: (-c.score, not _exact(c), *_order(c)))[: max(wanted.limit, 0)]
    if not ranked or not _sure(ranked[0], wanted):
        return tuple(ranked)
    return (replace(ranked[0], match=True), *ranked[1:])


def _order(candidate: Candidate) -> tuple[int, str]:
    return list(TYPES).index(candidate.type), candidate.id


def _sure(candidate: Candidate, wanted: Wanted) -> bool:
    features = candidate.features
    if not _stands(candidate) or features.get("homonyms"):
        return False
    # 和平 and 朝阳 are words of every day: what nobody said is a place is none for sure by its short name.
    return bool(wanted.types or wanted.within or not features.get("short_name"))
