// The graph as its shards tell it: circles, things, statements and links, each found once and joined where parts meet.

const columns = (table) => {
  const names = Object.keys(table);
  const rows = new Array(table[names[0]].length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = {};
    for (const name of names) row[name] = table[name][i];
    rows[i] = row;
  }
  return rows;
};

export class Graph {
  constructor(config) {
    this.config = config;
    this.things = [];
    this.byId = new Map();
    this.links = [];
    this.said = [];
    this.groups = [];
    this.roads = [];
    this.islands = [];
    this.facets = {};
    this.texts = new Map();
    this.waiting = new Map();
    window.kgGraph = (kind, value) => this[kind](value);
  }

  // A script element may load a file beside the page even from a folder, where fetch may not.
  load(name) {
    if (!this.waiting.has(name)) {
      const done = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = this.config.data.replace("{name}", name);
        script.onload = resolve;
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      });
      this.waiting.set(name, done);
      done.catch(() => this.waiting.delete(name));
    }
    return this.waiting.get(name);
  }

  atlas(value) {
    this.groups = columns(value.groups).map((g, n) => ({ ...this.stood(g), n, name: this.config.lang === "en" ? g.en || g.zh : g.zh, inner: [] }));
    for (const group of this.groups) if (group.up >= 0) this.groups[group.up].inner.push(group.n);
    this.byKey = new Map(this.groups.map((g) => [g.key, g]));
    this.roads = columns(value.roads);
    this.islands = value.islands.map((each, n) => ({ ...each, n, file: `${each.place}.js`, ready: false }));
    this.facets = value.facets;
    this.total = {
      things: value.common.id.length + value.islands.reduce((sum, each) => sum + each.own, 0),
      said: value.islands.reduce((sum, each) => sum + each.said, 0),
      links: value.islands.reduce((sum, each) => sum + each.links, 0),
    };
    const place = this.config.kinds.indexOf("place");
    for (const island of this.islands) {
      island.home = this.put({ ...this.stood(island.home), kind: place, label: island.label, group: -1, island: island.n, home: true });
    }
    for (const thing of columns(value.common)) this.put({ ...this.stood(thing), island: -1 });
  }

  // The picture is wider than high; on a screen that is higher than wide it stands up.
  stood(row) {
    return this.tall ? { ...row, x: row.y, y: row.x } : row;
  }

  put(thing) {
    const known = this.byId.get(thing.id);
    if (known) return known;
    thing.n = this.things.length;
    thing.links = [];
    thing.said = [];
    this.things.push(thing);
    this.byId.set(thing.id, thing);
    return thing;
  }

  part(value) {
    const island = this.islands.find((each) => each.place === value.place);
    const reports = island.reports;
    const said = columns(value.said);
    for (const [number, each] of said.entries()) {
      const report = reports[each.report];
      each.n = this.said.length + number;
      each.half = value.sections[each.report][each.section][2];
      each.heading = value.sections[each.report][each.section][1] || value.sections[each.report][each.section][0];
      each.report = report;
      each.id = each.id.includes(".") ? each.id : `${report.id}.${each.id}`;
    }
    const own = new Map(said.filter((s) => s.thing >= 0).map((s) => [s.thing, s]));
    // A sheet counts from its own middle and its own first area.
    const local = columns(value.things).map(({ area, x, y, ...thing }, number) =>
      this.put({
        ...this.stood({ ...thing, x: x + island.x, y: y + island.y }), id: thing.id || `statement/${own.get(number).id}`,
        group: area < 0 ? -1 : island.first + area, island: island.n,
      }),
    );
    for (const each of said) {
      this.said.push(each);
      each.thing = each.thing >= 0 ? local[each.thing] : null;
      if (each.thing) each.thing.said.push(each);
    }
    const first = this.said.length - said.length;
    const { a, b, kind, count, said: rests } = value.links;
    let at = 0;
    for (let i = 0; i < a.length; i += 1) {
      const link = { n: this.links.length, a: local[a[i]], b: local[b[i]], kind: kind[i], said: [] };
      for (let k = 0; k < count[i]; k += 1) link.said.push(this.said[first + rests[at + k]]);
      at += count[i];
      this.links.push(link);
      link.a.links.push(link);
      link.b.links.push(link);
      for (const each of link.said) {
        for (const end of [link.a, link.b]) if (!end.said.includes(each)) end.said.push(each);
      }
    }
    island.ready = true;
  }

  // Code points, as offsets count them; a JavaScript string counts halves of the rarer characters.
  text(value) {
    this.texts.set(value.id, Array.from(value.text));
  }

  async words(said) {
    await this.load(`text/${said.report.id}.js`);
    const text = this.texts.get(said.report.id);
    const end = said.start + said.length;
    const cut = (from, to) => text.slice(from, to).join("");
    return {
      before: cut(said.start - said.before, said.start),
      quote: cut(said.start, end),
      after: cut(end, end + said.after),
      start: said.start,
      end,
    };
  }

  island(number) {
    return this.load(this.islands[number].file);
  }

  everything() {
    return Promise.all(this.islands.map((each) => this.load(each.file)));
  }

  get whole() {
    return this.islands.every((each) => each.ready);
  }

  // The circles that hold a thing, the innermost first.
  above(thing) {
    const found = [];
    for (let at = thing.group; at >= 0; at = this.groups[at].up) found.push(at);
    return found;
  }

  islandOf(group) {
    return this.groups[group].island;
  }
}
