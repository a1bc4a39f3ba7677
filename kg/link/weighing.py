"""Ours and theirs → candidates: by a code, else by name and container, each with the rule and how far it goes.

=====================================================  ==========  =================
rule                                                   confidence  said as
=====================================================  ==========  =================
code agrees, name too                                  0.95        schema:sameAs
name agrees, what contains it too                      0.8         schema:sameAs
name agrees, something wider that contains it too      0.7         schema:sameAs
code agrees, names differ                              0.5         rdfs:seeAlso
name agrees, and it lies where a report names it       0.5         rdfs:seeAlso
name alone                                             0.4         rdfs:seeAlso
name alone, of a division with homonyms                0.2         rdfs:seeAlso
=====================================================  ==========  =================

Where several of theirs fit one of ours by one rule, or one of theirs fits several of ours, none is above 0.5. A name
whose code or container says another place is no candidate.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg.link.model import SCHEMES, Known, Own, Theirs, authority, key, normal
from kg.mappings import Mapping
from kg.terms import PREFIXES

_SAME: Final = PREFIXES["schema"] + "sameAs"
_SEE: Final = PREFIXES["rdfs"] + "seeAlso"
_HALF: Final = Decimal("0.5")
_LEXICAL, _COMPOSITE = "LexicalMatching", "CompositeMatching"
_TOLD: Final = {"code": "GB/T 2260 code", "iata": "IATA code", "icao": "ICAO code", "iso": "ISO 3166-2 code"}

MAPPED, DOUBTFUL, OTHERWISE, REFUTED = "mapped already", "doubtful", "mapped to another", "refuted"


@dataclass(frozen=True, slots=True)
class _Fit:
    own: Own
    theirs: Theirs
    confidence: Decimal
    how: str
    comment: str


def candidates(
    things: Sequence[Own], others: Iterable[Theirs], known: Known
) -> tuple[tuple[Mapping, ...], Counter[str], tuple[tuple[str, str, str], ...]]:
    """Return the candidates, how many pairs were left out and why, and codes that speak against a mapping there is.

    The last are triples: our address, the one it is mapped to, the one its code says.
    """
    left: Counter[str] = Counter()
    against: list[tuple[str, str, str]] = []
    fits = []
    for fit in _fits(things, others, left):
        pair = (fit.own.iri, fit.theirs.iri)
        said = [o for o in known.same.get(fit.own.iri, ()) if authority(o) == authority(fit.theirs.iri)]
        if pair in known.mapped:
            left[MAPPED] += 1
        elif pair in known.doubtful:
            left[DOUBTFUL] += 1
        elif said:
            left[OTHERWISE] += 1
            against += [(fit.own.iri, o, fit.theirs.iri) for o in said if fit.confidence > Decimal("0.9")]
        else:
            fits.append(fit)
    made = (_mapping(fit) for fit in _unsure_where_several(fits))
    return tuple(sorted(made, key=lambda m: (m.subject, m.object))), left, tuple(sorted(against))


def _fits(things: Sequence[Own], others: Iterable[Theirs], left: Counter[str]) -> Iterator[_Fit]:
    by_code: dict[tuple[str, str], list[Own]] = defaultdict(list)
    by_name: dict[str, list[Own]] = defaultdict(list)
    for thing in things:
        for scheme, code in thing.codes.items():
            by_code[scheme, normal(scheme, code)].append(thing)
        for name in {key(name) for name in thing.names}:
            by_name[name].append(thing)
    for other in others:
        met: dict[str, _Fit] = {}
        for scheme in SCHEMES:
            for code in sorted(other.codes.get(scheme, ())):
                for thing in by_code.get((scheme, code), ()):
                    met.setdefault(thing.iri, _by_code(thing, other, scheme, code))
        yield from met.values()
        named = {t.iri: t for label in sorted(other.labels) for t in by_name.get(key(label), ()) if t.iri not in met}
        for thing in named.values():
            if (fit := _by_name(thing, other)) is None:
                left[REFUTED] += 1
            else:
                yield fit


def _by_code(own: Own, theirs: Theirs, scheme: str, code: str) -> _Fit:
    words = f"{_TOLD[scheme]} {code} agrees"
    if {key(name) for name in own.names} & {key(label) for label in theirs.labels}:
        return _Fit(own, theirs, Decimal("0.95"), _LEXICAL, f"{words}, and the name")
    return _Fit(own, theirs, _HALF, _LEXICAL, f"{words}, the names differ")


def _by_name(own: Own, theirs: Theirs) -> _Fit | None:
    """Return how far a name goes; None where a code or a container of theirs says that it is another thing."""
    if any(own.codes.get(s) and theirs.codes.get(s) for s in SCHEMES):
        return None
    if not own.codes.get("code") and theirs.codes.get("code"):
        return None  # a division of that name is not what a report calls so
    parents = {key(parent): parent for parent in sorted(theirs.parents)}
    for rank, name in enumerate(own.within):
        if key(name) in parents:
            sure, which = (Decimal("0.8"), "") if rank == 0 else (Decimal("0.7"), "wider ")
            return _Fit(own, theirs, sure, _COMPOSITE, f"the name agrees, and {which}container {name}")
    if own.within and parents:
        return None
    if own.named_by and key(own.named_by) in parents:
        words = f"the name agrees, and it lies in {own.named_by}, whose reports name it"
        return _Fit(own, theirs, _HALF, _COMPOSITE, words)
    if own.homonyms:
        words = f"the name alone, which {own.homonyms} other divisions bear"
        return _Fit(own, theirs, Decimal("0.2"), _LEXICAL, words)
    return _Fit(own, theirs, Decimal("0.4"), _LEXICAL, "the name alone")


def _unsure_where_several(fits: Sequence[_Fit]) -> Iterator[_Fit]:
    """Yield fits, those of one thing with several that fit as well at one half at most."""
    ours: Counter[tuple[str, str]] = Counter()
    for fit in fits:
        if fit.confidence > _HALF:
            ours[fit.own.iri, authority(fit.theirs.iri)] += 1
    of_theirs = Counter(fit.theirs.iri for fit in fits if fit.confidence > _HALF)
    for fit in fits:
        several = max(ours[fit.own.iri, authority(fit.theirs.iri)], of_theirs[fit.theirs.iri])
        if fit.confidence > _HALF and several > 1:
            yield replace(fit, confidence=_HALF, comment=f"{fit.comment}; {several} fit as well")
        else:
            yield fit


def _mapping(fit: _Fit) -> Mapping:
    return Mapping(
        subject=fit.own.iri,
        subject_label=fit.own.label,
        predicate=_SAME if fit.confidence > _HALF else _SEE,
        object=fit.theirs.iri,
        object_label=min(fit.theirs.labels, default=""),
        literal=False,
        datatype="",
        justification=fit.how,
        author="",
        date="",
        confidence=fit.confidence,
        comment=fit.comment,
        mapping_set="",
        license="",
    )
