"""Is the catalogue that `kg publish` writes a good one? Validate it against the official DCAT-AP shapes.

    python bench/dcat.py STANDARDS_DIR [--out DIR]

STANDARDS_DIR holds the SHACL files of DCAT-AP 3.0.0 (SEMICeu/DCAT-AP): shapes.ttl must hold; what range.ttl and
shapes_recommended.ttl find is counted. Every RDF file of the folder is parsed by rdflib, sizes and checksums are read
again, and CITATION.cff is validated where cffconvert is installed. Without --out the project here is published to a
temporary folder. Exits with 1 where anything that must hold does not.
"""

import argparse
import gzip
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyshacl
import rdflib
from rdflib.namespace import DCAT, RDF, SH

from kg.project import find_project
from kg.publish import publish

_FORMS = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt"}
_SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


def main() -> int:
    """Validate, print, and say whether all that must hold does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("standards", type=Path, help="a folder with shapes.ttl, range.ttl, shapes_recommended.ttl")
    parser.add_argument("--out", type=Path, help="a folder that kg publish wrote")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        out = asked.out or Path(folder) / "out"
        if not asked.out:
            publish(find_project(Path.cwd()), out)
        return 0 if all([*_shapes(asked.standards, out), _parsed(out), _checked(out), _cited(out)]) else 1


def _shapes(standards: Path, out: Path) -> Iterator[bool]:
    data = rdflib.Graph().parse(out / "catalog.ttl")
    kinds = Counter(
        str(kind).rpartition("#")[2] for kind in data.objects(None, RDF.type) if str(kind).startswith(str(DCAT))
    )
    print(f"catalog.ttl: {len(data):,} triples; " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    for name, must in (("shapes.ttl", True), ("range.ttl", False), ("shapes_recommended.ttl", False)):
        shapes = rdflib.Graph().parse(standards / name)
        started = time.perf_counter()
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
        found: Counter[str] = Counter()
        for result in report.subjects(RDF.type, SH.ValidationResult):
            path = report.value(result, SH.resultPath)
            severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
            node = report.value(result, SH.focusNode)
            kind = "/".join(sorted(str(k).rpartition("#")[2].rpartition("/")[2] for k in data.objects(node, RDF.type)))
            found[f"{severity} {kind} {re.split('[#/]', str(path))[-1]}"] += 1
        took = time.perf_counter() - started
        print(f"{name}: {'conforms' if conforms else 'does not conform'}, {sum(found.values())} findings, {took:.1f} s")
        for what, count in sorted(found.items()):
            print(f"  {count:5} {what}")
        yield conforms or not must


def _parsed(out: Path) -> bool:
    """Parse every RDF file there is, dumps too."""
    counts: Counter[str] = Counter()
    triples = wrong = 0
    for path in sorted(out.rglob("*")):
        form = "turtle" if path.name == "void" else _FORMS.get(path.suffix)
        try:
            if form:
                triples += len(rdflib.Graph().parse(path, format=form))
            elif path.name.endswith(".nq.gz"):
                triples += len(rdflib.Dataset().parse(data=gzip.decompress(path.read_bytes()), format="nquads"))
            else:
                continue
        except Exception as error:  # whatever a parser says of a file is what is looked for
            wrong += 1
            print(f"{path.relative_to(out)}: {error}")
        counts[path.suffix or path.name] += 1
    print(f"{sum(counts.values()):,} RDF files parsed ({dict(sorted(counts.items()))}), {wrong} wrong")
    return not wrong


def _checked(out: Path) -> bool:
    """Read sizes and checksums of all distributions again, and SHA256SUMS."""
    data = rdflib.Graph().parse(out / "catalog.ttl")
    home = str(next(data.objects(next(data.subjects(RDF.type, DCAT.Catalog)), rdflib.FOAF.homepage)))
    wrong = []
    number = 0
    for this in data.subjects(RDF.type, DCAT.Distribution):
        number += 1
        content = (out / str(data.value(this, DCAT.downloadURL)).removeprefix(home)).read_bytes()
        stated = str(data.value(data.value(this, _SPDX.checksum), _SPDX.checksumValue)).lower()
        if len(content) != int(str(data.value(this, DCAT.byteSize))) or hashlib.sha256(content).hexdigest() != stated:
            wrong.append(str(this))
    lines = (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        digest, path = line.split("  ")
        if hashlib.sha256((out / path).read_bytes()).hexdigest() != digest:
            wrong.append(path)
    print(
        f"{number} distributions and {len(lines)} lines of SHA256SUMS read again, {len(wrong)} wrong {wrong[:3] or ''}"
    )
    return not wrong


def _cited(out: Path) -> bool:
    try:
        from cffconvert import Citation
    except ImportError:
        print("CITATION.cff: not validated, cffconvert is not installed")
        return True
    citation = Citation((out / "CITATION.cff").read_text(encoding="utf-8"))
    citation.validate()
    print("CITATION.cff: valid; " + " ".join(citation.as_apalike().split()))
    return True


if __name__ == "__main__":
    sys.exit(main())
