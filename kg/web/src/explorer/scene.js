// State and graph → what is drawn: closed circles as discs, open ones with their members, what grew out of a selection,
// and how much of all there is that leaves unseen.
import { path } from "./paths.js";

// More circles than this at once and none can be read; kg.explorer.atlas cuts by the same number.
const mostCircles = 150;
// So many neighbours appear with a selection by themselves; the rest are a click away, by what links them.
export const mostNeighbours = 30;
const mostRoads = 320;

export class Scenes {
  constructor(graph, filters, config) {
    this.graph = graph;
    this.filters = filters;
    this.kinds = config.kinds;
    this.quiet = new Set(config.quiet);
    this.statement = new Set(["target", "action", "outcome", "problem"]);
  }

  // Circles that only hold circles stand open from the start where all that is in them fits into one view.
  prepare() {
    const leaves = this.graph.groups.filter((g) => !g.inner.length);
    this.frames = new Set(leaves.length <= mostCircles ? this.graph.groups.filter((g) => g.inner.length).map((g) => g.n) : []);
    this.members = null;
    this.around = new Set();
  }

  membersOf(group) {
    if (!this.members || this.membersFor !== this.graph.things.length) {
      this.members = new Map();
      this.membersFor = this.graph.things.length;
      for (const thing of this.graph.things) {
        if (thing.group < 0) continue;
        if (!this.members.has(thing.group)) this.members.set(thing.group, []);
        this.members.get(thing.group).push(thing);
      }
    }
    return this.members.get(group.n) || [];
  }

  isOpen(group, state) {
    return state.all || this.frames.has(group.n) || state.open.has(group.key) || this.around.has(group.n);
  }

  // How many of a circle's things the filters show; all of them while its shard has not been read.
  countOf(group) {
    if (!this.filters.any) return group.count;
    if (group.inner.length) return group.inner.reduce((sum, n) => sum + this.countOf(this.graph.groups[n]), 0);
    const island = group.island >= 0 ? this.graph.islands[group.island] : null;
    if (island && !island.ready) return group.count;
    return this.membersOf(group).filter((thing) => this.filters.shows(thing)).length;
  }

  // Which share of a circle each kind is, of the kinds that are shown.
  mixOf(group) {
    const pairs = [];
    for (let i = 0; i < group.mix.length; i += 2) {
      const kind = this.kinds[group.mix[i]];
      if (!this.filters.off.kind.has(kind)) pairs.push([kind, group.mix[i + 1]]);
    }
    const all = pairs.reduce((sum, [, n]) => sum + n, 0) || 1;
    return pairs.map(([kind, n]) => [kind, n / all]);
  }

  neighbours(thing) {
    const found = new Map();
    for (const link of thing.links) {
      if (!this.filters.carries(link)) continue;
      const other = link.a === thing ? link.b : link.a;
      if (!this.filters.shows(other)) continue;
      const key = `${link.kind}${link.a === thing ? ">" : "<"}`;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ link, other });
    }
    return found;
  }

  compose(state) {
    const { graph, filters } = this;
    const selected = graph.byId.get(state.thing) || null;
    const target = graph.byId.get(state.to) || null;
    const link = state.link ? this.linkOf(state.link) : null;
    const way = selected && target && selected !== target ? path(graph, selected, target, filters, this.quiet) : null;

    // Whoever picks a thing wants to see what stands around it.
    this.around = new Set(selected && !target ? graph.above(selected) : []);
    const shown = new Set();
    const lit = new Set();
    if (selected) {
      lit.add(selected);
      if (way) {
        for (const each of way) lit.add(each.a).add(each.b);
      } else {
        let room = mostNeighbours;
        for (const [, members] of [...this.neighbours(selected)].sort((a, b) => a[1].length - b[1].length)) {
          for (const { link: each, other } of members) {
            if (this.quiet.has(each.kind) && other.links.length > 60) continue;
            if (room > 0 && !lit.has(other)) {
              lit.add(other);
              room -= 1;
            }
          }
        }
      }
    }
    if (link) lit.add(link.a).add(link.b);
    for (const grown of state.grown) {
      const [id, key] = grown.split("~");
      const thing = graph.byId.get(id);
      if (!thing) continue;
      shown.add(thing);
      for (const { other } of this.neighbours(thing).get(key) || []) {
        shown.add(other);
        if (thing === selected) lit.add(other);
      }
    }
    for (const thing of lit) shown.add(thing);

    const nodes = [];
    const discs = new Map();
    const draw = (group) => {
      const count = this.countOf(group);
      if (!count) return;
      const island = group.island >= 0 ? graph.islands[group.island] : null;
      const open = this.isOpen(group, state) && (group.inner.length || !island || island.ready);
      const node = {
        key: `g:${group.key}`, group, circle: true, ring: open, x: group.x, y: group.y, r: group.r, label: group.name,
        below: String(count), chosen: state.group === group.key, rank: 1e4 + count + (state.group === group.key ? 1e6 : 0),
        dim: lit.size > 0, count, mix: this.mixOf(group),
      };
      nodes.push(node);
      if (!open) {
        discs.set(group.n, node);
        return;
      }
      if (group.inner.length) for (const n of group.inner) draw(graph.groups[n]);
      else for (const thing of this.membersOf(group)) if (filters.shows(thing)) shown.add(thing);
    };
    for (const group of graph.groups) if (group.up < 0) draw(group);
    if (state.all) for (const thing of graph.things) if (thing.group < 0 && filters.shows(thing)) shown.add(thing);
    if (graph.islands.length === 1 && filters.shows(graph.islands[0].home)) shown.add(graph.islands[0].home);

    const at = new Map();
    for (const thing of shown) {
      const kind = this.kinds[thing.kind];
      const small = this.statement.has(kind);
      const degree = thing.links.length;
      const node = {
        key: thing.id, thing, kind, label: thing.label, x: thing.x, y: thing.y,
        r: (small ? 6.5 : 8.5) + Math.min(degree, 12) * 0.55, least: small ? 2.4 : 3.2,
        chosen: thing === selected || thing === target, must: lit.has(thing) || (link && (thing === link.a || thing === link.b)),
        dim: lit.size > 0 && !lit.has(thing), named: Boolean(thing.home),
        rank: (thing === selected ? 1e7 : lit.has(thing) ? 1e6 : 0) + (small ? 0 : 40) + Math.min(degree, 200) + (degree > 200 ? 2e4 : 0),
      };
      at.set(thing, node);
      nodes.push(node);
    }
    nodes.sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1));

    const links = [];
    const { edge, accent, faint } = this.colours;
    const onWay = new Set(way || []);
    let unseen = 0;
    for (const each of graph.links) {
      const [source, other] = [at.get(each.a), at.get(each.b)];
      if (!source || !other || source === other || !filters.carries(each)) continue;
      const touches = way ? onWay.has(each) : each === link || (selected && (each.a === selected || each.b === selected));
      if (this.quiet.has(each.kind) && !state.home && !(touches && lit.has(each.a) && lit.has(each.b))) {
        unseen += 1;
        continue;
      }
      const dim = lit.size > 0 && !touches;
      links.push({ source, target: other, link: each, colour: touches ? accent : dim ? faint : edge, width: touches ? 1.8 : 0.8 });
    }
    // Thousands of lines at once are a veil: the more there are, the fainter.
    if (links.length > 2500) for (const each of links) if (each.colour === edge) each.colour = faint;
    links.sort((a, b) => a.width - b.width);
    this.roads(discs, links, lit.size > 0);
    const things = [...shown].filter((thing) => filters.shows(thing)).length;
    return { nodes, links, at, discs, lit, way, link, selected, target, things, unseen };
  }

  // Lines between closed circles, thicker for more links; the thinnest give way.
  roads(discs, links, dim) {
    const { graph } = this;
    const holder = (n) => {
      for (let at = n; at >= 0; at = graph.groups[at].up) if (discs.has(at)) return at;
      return -1;
    };
    const found = new Map();
    for (const road of graph.roads) {
      const [a, b] = [holder(road.a), holder(road.b)];
      if (a < 0 || b < 0 || a === b) continue;
      const key = a < b ? `${a},${b}` : `${b},${a}`;
      found.set(key, (found.get(key) || 0) + road.count);
    }
    const strongest = [...found].sort((x, y) => y[1] - x[1]).slice(0, mostRoads);
    for (const [key, count] of strongest.reverse()) {
      const [a, b] = key.split(",").map(Number);
      links.push({ source: discs.get(a), target: discs.get(b), count, colour: dim ? this.colours.faint : this.colours.edge, width: Math.round(Math.min(7, 0.6 + Math.log2(1 + count)) * 2) / 2 });
    }
  }

  nameOf(link) {
    return `${link.a.id}~${link.kind}~${link.b.id}`;
  }

  linkOf(name) {
    const [a, kind, b] = name.split("~");
    const thing = this.graph.byId.get(a);
    return thing ? thing.links.find((each) => each.a.id === a && each.b.id === b && String(each.kind) === kind) || null : null;
  }

  // The field that some nodes take up, wide enough that one alone does not fill the screen.
  static field(nodes, least = 420) {
    if (!nodes.length) return null;
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const { x, y, r } of nodes) {
      box.left = Math.min(box.left, x - r);
      box.right = Math.max(box.right, x + r);
      box.top = Math.min(box.top, y - r);
      box.bottom = Math.max(box.bottom, y + r);
    }
    const grow = (a, b, by) => (box[b] - box[a] < by ? ((box[a] + box[b]) / 2) : null);
    const [mx, my] = [grow("left", "right", least), grow("top", "bottom", least)];
    if (mx !== null) [box.left, box.right] = [mx - least / 2, mx + least / 2];
    if (my !== null) [box.top, box.bottom] = [my - least / 2, my + least / 2];
    return box;
  }
}
