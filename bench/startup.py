"""How long one question takes as a whole process: `kg query` beside rdflib reading the same N-Quads; and `kg demo`.

usage: python bench/startup.py [--times N]      (in a built project, such as this repository after `make demo`)

Prints the least and the median of N runs each, in seconds, and their ratio. The peer is what a person without a store
writes first: parse graph.nq into an rdflib Dataset, run the same query. `kg demo` builds, checks, asks
and draws, three times.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

QUESTION = "targets/looser-than-result"
PEER = """
import sys, rdflib
from kg.question import question
from kg.query import with_prefixes, with_values, bind
from kg.terms import Addresses
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
text = with_prefixes(open(sys.argv[2], encoding="utf-8").read(), Addresses().prefixes())
place = rdflib.URIRef("https://w3id.org/gwr/id/place/430400")
print(len(list(dataset.query(text, initBindings={"place": place, "year": rdflib.Literal(2019)}))))
"""


def timed(command: list[str], times: int) -> list[float]:
    """Run a command several times; return the seconds each took."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=9)
    times = parser.parse_args().times
    root = Path(__file__).resolve().parent.parent
    graph, query = root / "build" / "graph.nq", root / "queries" / f"{QUESTION}.rq"
    if not graph.exists():
        sys.exit("bench/startup.py: expected build/graph.nq, found none; run `make demo` first")
    bare = timed([sys.executable, "-c", "pass"], times)
    ours = timed([sys.executable, "-m", "kg", "query", QUESTION], times)
    peer = timed([sys.executable, "-c", PEER, str(graph), str(query)], max(3, times // 3))
    print("one question, whole process, seconds     least   median")
    for name, found in (("python -c pass", bare), ("kg query", ours), ("rdflib, parse and query", peer)):
        print(f"{name:38} {min(found):7.3f}  {statistics.median(found):7.3f}")
    demo = timed([sys.executable, "-m", "kg", "demo"], 3)
    print(f"{'kg demo':38} {min(demo):7.3f}  {statistics.median(demo):7.3f}")
    print(f"rdflib takes {min(peer) / min(ours):.0f} times as long as kg query")


if __name__ == "__main__":
    main()
