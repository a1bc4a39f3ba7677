"""Do the redirect rules that `kg publish` writes lead every address to its page and its data? Ask the real servers.

    python bench/redirects.py OUT [--sample N]

OUT is a folder that `kg publish` wrote. nginx, Apache with the folder's own .htaccess, and Apache with w3id's are
started in turn, where they are installed (Debian: apt-get install nginx apache2), on a free port of this machine. Every
address of the whole dump, or N of each kind, is asked for as a browser, for Turtle, JSON-LD and N-Triples; where it
leads is asked for too, must be there, be of the right type, and say something of the address.
"""

import argparse
import gzip
import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import rdflib
from rdflib.namespace import DCAT, RDF

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WANTED = {
    BROWSER: "text/html",
    "text/turtle, application/rdf+xml;q=0.8, text/html;q=0.1": "text/turtle",
    "application/ld+json": "application/ld+json",
    "application/n-triples, text/turtle;q=0.5": "application/n-triples",
}
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}


def main() -> int:
    """Try each server that is installed; say what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="so many addresses of each kind; 0 is all of them")
    asked = parser.parse_args()
    out = asked.out.resolve()
    home, base = _addresses(out)
    paths = _paths(out, base, asked.sample)
    print(f"{len(paths):,} addresses")
    wrong = 0
    for name, run in (("nginx", nginx), ("apache2", apache), ("apache2 as w3id", w3id)):
        if shutil.which(name.split()[0]) is None:
            print(f"{name}: not installed (apt-get install {name.split()[0]})")
            continue
        own = name != "apache2 as w3id"
        if name == "apache2" and urlsplit(base).path != urlsplit(home).path:
            print("apache2: addresses are not the folder's own; w3id's rules serve them")
            continue
        with run(out, base, home) as port:
            if own and (served := _void(port, home)) != (200, "text/turtle"):
                print(f"{name}: .well-known/void is served as {served}")
                wrong += 1
            found = _asked(port, paths, base, home, out, followed=own)
        wrong += sum(n for what, n in found.items() if not what.startswith("right"))
        print(f"{name}: " + ", ".join(f"{n:,} {what}" for what, n in sorted(found.items())))
    return 1 if wrong else 0


def _addresses(out: Path) -> tuple[str, str]:
    data = rdflib.Graph().parse(out / "catalog.ttl")
    catalogue = next(data.subjects(RDF.type, DCAT.Catalog))
    return str(data.value(catalogue, rdflib.FOAF.homepage)), str(catalogue).removesuffix("dataset/catalogue")


def _paths(out: Path, base: str, sample: int) -> list[str]:
    """Return the addresses' paths after the base, without fragments."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    with gzip.open(out / "data" / "all.nq.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for iri in (line[1 : line.index(">")], line[line.rindex("<") + 1 : line.rindex(">")]):
                if iri.startswith(base) and (path := iri.removeprefix(base).partition("#")[0]):
                    kinds[path.rpartition("/")[0]].add(path)
    chosen = random.Random(9)
    return [
        path
        for kind in sorted(kinds)
        for path in (
            chosen.sample(sorted(kinds[kind]), min(sample, len(kinds[kind]))) if sample else sorted(kinds[kind])
        )
    ]


def _void(port: int, home: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", urlsplit(home).path + ".well-known/void")
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Content-Type", "").partition(";")[0]


def _asked(port: int, paths: list[str], base: str, home: str, out: Path, *, followed: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start = urlsplit(base).path
    types: dict[str, tuple[int, str]] = {}
    shown = 0
    for path in paths:
        for accept, media in WANTED.items():
            connection.request("GET", start + path, headers={"Accept": accept})
            answer = connection.getresponse()
            answer.read()
            leads = answer.headers.get("Location", "")
            there = unquote(urlsplit(leads).path).removeprefix(urlsplit(home).path)
            vary = answer.headers.get("Vary", "")
            if followed and leads and there not in types:
                connection.request("GET", urlsplit(leads).path, headers={"Accept": accept})
                second = connection.getresponse()
                second.read()
                types[there] = second.status, second.headers.get("Content-Type", "").partition(";")[0]
            what = _judged(out, base + path, answer.status, vary, there, types.get(there), media)
            found[what] += 1
            if not what.startswith("right") and (shown := shown + 1) <= 8:
                print(f"  {path} as {media}: {answer.status} {leads} {types.get(there)}: {what}")
    connection.close()
    return found


def _judged(out: Path, iri: str, status: int, vary: str, there: str, second: tuple[int, str] | None, media: str) -> str:
    if status != 303:
        return f"status {status}"
    if second and "Accept" not in vary:
        return "without Vary"
    if not (out / there).is_file() or (second and second[0] != 200):
        return "leading nowhere"
    if media == "text/html":
        return "right pages" if there.endswith(".html") and (not second or second[1] == media) else "no page"
    if there.endswith(".gz"):
        return "right dumps"
    if second and second[1] not in FORMATS:
        return f"served as {second[1]}"
    if iri not in _named(out / there):
        return "saying nothing of it"
    return "right data" if not second or second[1] == media else "right data, Turtle in place of another form"


@lru_cache(maxsize=256)
def _named(path: Path) -> frozenset[str]:
    form = {".ttl": ox.RdfFormat.TURTLE, ".jsonld": ox.RdfFormat.JSON_LD, ".nt": ox.RdfFormat.N_TRIPLES}[path.suffix]
    return frozenset(
        term.value.partition("#")[0]
        for quad in ox.parse(path=path, format=form)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    )


def _free() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[int]:
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            sys.exit(f"{command[0]} does not listen: {log.read_text() if log.exists() else ''}")
        yield port
    finally:
        process.terminate()
        process.wait()


def _mounted(folder: Path, out: Path, home: str) -> Path:
    """Return a root in which the folder lies at the path of its address."""
    root = folder / "root"
    place = root / urlsplit(home).path.strip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place == root:
        return out
    place.symlink_to(out)
    return root


@contextmanager
def nginx(out: Path, base: str, home: str) -> Iterator[int]:
    """Run nginx with the rules."""
    with TemporaryDirectory() as name:
        folder, port = Path(name), _free()
        folder.chmod(0o755)
        rules = (out / "redirects" / "nginx.conf").read_text(encoding="utf-8")
        maps, _, places = rules.partition("\n\n")
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\nhttp {{\n"
            f"include /etc/nginx/mime.types;\naccess_log off;\n{temporary}{maps}\n"
            f"server {{ listen 127.0.0.1:{port}; root {_mounted(folder, out, home)};\n{places}\n}} }}\n",
            encoding="utf-8",
        )
        with _running(
            ["nginx", "-c", str(folder / "nginx.conf"), "-e", f"{folder}/log"], port, folder / "log"
        ) as ready:
            yield ready


_APACHE = """ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
{user}
MaxKeepAliveRequests 0
{modules}
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot {root}
<Directory "/">
AllowOverride All
Options +FollowSymLinks
Require all granted
</Directory>
"""


@contextmanager
def _apache(root: Path, folder: Path) -> Iterator[int]:
    port = _free()
    names = ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers", "setenvif")
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in names)
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    text = _APACHE.format(folder=folder, port=port, modules=modules, root=root, user=user)
    (folder / "httpd.conf").write_text(text, encoding="utf-8")
    command = ["apache2", "-f", str(folder / "httpd.conf"), "-DFOREGROUND"]
    with _running(command, port, folder / "log") as ready:
        yield ready


@contextmanager
def apache(out: Path, base: str, home: str) -> Iterator[int]:
    """Run Apache with the folder's own rules."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        with _apache(_mounted(Path(name), out, home), Path(name)) as port:
            yield port


@contextmanager
def w3id(out: Path, base: str, home: str) -> Iterator[int]:
    """Run Apache as w3id.org does, with the name's folder alone."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = folder / "root" / urlsplit(base).path.strip("/")
        place.mkdir(parents=True)
        shutil.copy(out / "redirects" / "w3id" / ".htaccess", place)
        with _apache(folder / "root", folder) as port:
            yield port


if __name__ == "__main__":
    sys.exit(main())
