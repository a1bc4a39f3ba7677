// What readers filter by. A thing is shown if its kind is, and if one of the statements that speak of it passes.

const halves = ["review", "plan", "other"];
const results = ["", "met", "exceeded", "partly-met", "missed", "target-changed", "not-mentioned-again", "not-comparable", "pending"];
const reviews = ["extracted", "reviewed", "double-checked", "doubtful", "rejected"];
// Commitments stand first in the list of classes (kg.explorer.shards).
const isCommitment = (said) => said.class < 3;

// Each facet: its name in the address, and the value of a statement.
export const facets = {
  year: { short: "y", of: (said) => String(said.year || "") },
  half: { short: "s", of: (said) => halves[said.half] },
  result: { short: "r", of: (said) => (isCommitment(said) ? results[said.result] || "pending" : "none") },
  review: { short: "v", of: (said) => reviews[said.review] },
};
export const names = Object.keys(facets);

export class Filters {
  constructor(graph, kinds) {
    this.graph = graph;
    this.kinds = kinds;
    this.off = { kind: new Set(), year: new Set(), half: new Set(), result: new Set(), review: new Set() };
  }

  set(off) {
    this.off = off;
    this.narrow = names.filter((name) => off[name].size);
  }

  get any() {
    return Object.values(this.off).some((set) => set.size);
  }

  passes(said, but) {
    for (const name of this.narrow) {
      if (name !== but && this.off[name].has(facets[name].of(said))) return false;
    }
    return true;
  }

  shows(thing, but) {
    if (but !== "kind" && this.off.kind.has(this.kinds[thing.kind])) return false;
    if (!this.narrow.length || !thing.said.length) return true;
    return thing.said.some((said) => this.passes(said, but));
  }

  carries(link) {
    return !this.narrow.length || !link.said.length || link.said.some((said) => this.passes(said));
  }

  // How many there are of each value, under the other filters: things by kind, statements by the rest.
  counts() {
    const found = { kind: new Map(), year: new Map(), half: new Map(), result: new Map(), review: new Map() };
    const add = (name, value) => found[name].set(value, (found[name].get(value) || 0) + 1);
    if (!this.graph.whole && !this.any) {
      for (const name of Object.keys(found)) {
        for (const [value, count] of Object.entries(this.graph.facets[name])) found[name].set(value, count);
      }
      return found;
    }
    for (const thing of this.graph.things) if (this.shows(thing, "kind")) add("kind", this.kinds[thing.kind]);
    for (const name of names) {
      for (const said of this.graph.said) if (this.passes(said, name)) add(name, facets[name].of(said));
    }
    // A value that the others leave nothing of is still there to be ticked.
    for (const [name, values] of Object.entries(this.graph.facets)) {
      for (const value of Object.keys(values)) if (!found[name].has(value)) found[name].set(value, 0);
    }
    return found;
  }
}
