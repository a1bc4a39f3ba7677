// What stands beside the picture: the circles, a thing with its words and its links, a link, a way. All that the picture
// shows can be reached here by keyboard.
import { bdi, make, say } from "./words.js";

const first = 8;

export class Panel {
  constructor(box, graph, scenes, config, act) {
    Object.assign(this, { box, graph, scenes, config, act });
  }

  show(scene, state) {
    this.scene = scene;
    this.state = state;
    const parts = scene.way || (scene.selected && scene.target) ? this.wayParts() : scene.selected ? this.thingParts(scene.selected) : scene.link ? this.linkParts(scene.link) : state.group && this.graph.byKey.has(state.group) ? this.groupParts(this.graph.byKey.get(state.group)) : this.overview();
    if (scene.selected || scene.link || state.group) parts.unshift(make("button", { type: "button", class: "close", "aria-label": say("graph-close"), onclick: () => this.act.up() }, "×"));
    this.box.replaceChildren(...parts);
    this.box.scrollTop = 0;
  }

  mark(kind) {
    return this.config.mark(kind);
  }

  kindName(thing) {
    return this.config.kindNames[thing.kind];
  }

  door(thing, way = "") {
    return make("button", { type: "button", class: "door", "data-to": thing.id, onclick: () => this.act.select(thing.id, { enter: true }) },
      this.mark(this.config.kinds[thing.kind]), way ? make("span", { class: "unseen" }, way) : null, bdi(thing.label));
  }

  heading(text, level = "h2") {
    return make(level, { tabindex: "-1" }, bdi(text));
  }

  overview() {
    const { graph } = this;
    const parts = [this.heading(say("graph-overview")), make("p", { class: "soft" }, say(graph.groups.length ? "graph-hint" : "graph-empty"))];
    const leaves = graph.groups.filter((g) => (g.up < 0 || this.scenes.frames.has(g.up)) && !this.scenes.frames.has(g.n));
    if (leaves.length) parts.push(this.groupList(leaves));
    return parts;
  }

  groupList(groups) {
    const shown = groups.map((g) => [g, this.scenes.countOf(g)]).filter(([, count]) => count > 0);
    return make("ul", { class: "circles" }, ...shown.map(([group, count]) => make("li", {},
      make("button", { type: "button", class: "door", "data-group": group.key, "aria-expanded": String(this.scenes.isOpen(group, this.state)), onclick: () => this.act.open(group, { enter: true }) },
        make("span", { class: "disc", "aria-hidden": "true" }), bdi(group.name), make("span", { class: "count" }, count.toLocaleString("en-US"))),
      group.note && group.up < 0 ? make("p", { class: "soft under" }, bdi(group.note)) : null)));
  }

  groupParts(group) {
    const parts = [make("p", { class: "kind" }, say(group.inner.length ? "graph-place-circle" : "graph-circle")), this.heading(group.name)];
    if (group.note) parts.push(make("p", { class: "soft" }, say(group.inner.length ? "graph-years" : "graph-mostly", { section: group.note })));
    if (group.inner.length) {
      parts.push(this.groupList(group.inner.map((n) => this.graph.groups[n])));
      return parts;
    }
    const members = this.scenes.membersOf(group).filter((thing) => this.scenes.filters.shows(thing));
    parts.push(make("p", { class: "soft" }, say("graph-n-things", { n: members.length })));
    const kinds = new Map();
    for (const thing of members) {
      if (!kinds.has(thing.kind)) kinds.set(thing.kind, []);
      kinds.get(thing.kind).push(thing);
    }
    for (const [kind, things] of [...kinds].sort((a, b) => a[0] - b[0])) {
      things.sort((a, b) => b.links.length - a.links.length || (a.label < b.label ? -1 : 1));
      parts.push(make("h3", {}, this.config.kindNames[kind], " ", make("span", { class: "count" }, String(things.length))));
      parts.push(...this.few(things.map((thing) => this.door(thing)), first));
    }
    return parts;
  }

  // The first of many, the others folded away.
  few(elements, most) {
    if (elements.length <= most + 2) return elements;
    const rest = make("details", {}, make("summary", {}, say("graph-rest", { n: elements.length - most })));
    rest.addEventListener("toggle", () => rest.childElementCount === 1 && rest.append(...elements.slice(most)), { once: true });
    return [...elements.slice(0, most), rest];
  }

  // A statement's own words: its sentence, the quoted characters marked, and the way into the report.
  evidence(said) {
    const link = this.config.reports[said.report.id];
    const where = make("p", { class: "where" },
      make("span", {}, `${this.graph.islands.length > 1 ? this.placeOf(said) : ""}${say("graph-report-of", { year: said.report.year })}`),
      said.heading ? make("span", {}, said.heading) : null,
      make("span", { class: "at" }, say("graph-characters", { start: String(said.start), end: String(said.start + said.length) })),
      make("span", { class: `review r-${this.config.reviews[said.review]}` }, say(`graph-review-${this.config.reviews[said.review]}`)),
      make("a", { href: `${link}#c=${encodeURIComponent(said.id)}` }, say("graph-into-report")));
    const quote = make("blockquote", { lang: "zh-CN" });
    const figure = make("figure", { class: "evidence", "data-statement": said.id }, quote, where);
    this.graph.words(said).then(
      ({ before, quote: words, after, start, end }) => {
        figure.dataset.start = start;
        figure.dataset.end = end;
        quote.append(before, make("mark", {}, words), after);
      },
      () => quote.append(say("graph-not-loaded")),
    );
    return figure;
  }

  placeOf(said) {
    return this.graph.islands.find((island) => island.reports.includes(said.report)).label;
  }

  result(thing) {
    const said = thing.said.find((each) => each.thing === thing);
    const commitment = said && said.class < 3 ? this.config.results[said.result] : "";
    return commitment ? make("p", { class: `result res-${commitment}` }, say("graph-result"), " ", make("strong", {}, say(`graph-result-${commitment}`))) : null;
  }

  thingParts(thing) {
    const own = thing.said.find((each) => each.thing === thing);
    const parts = [
      make("p", { class: "kind" }, this.mark(this.config.kinds[thing.kind]), this.kindName(thing), own && own.year ? make("span", { class: "count" }, String(own.year)) : null),
      this.heading(thing.label),
    ];
    const result = this.result(thing);
    if (result) parts.push(result);
    const statement = thing.id.startsWith("statement/");
    if (own) parts.push(this.evidence(own));
    const tools = make("p", { class: "tools" });
    if (thing.page) tools.append(make("a", { class: "button", href: this.config.thing.replace("{key}", thing.page === 1 ? thing.id.split("/").map(encodeURIComponent).join("/") : thing.page) }, say(statement ? "graph-promise-page" : "graph-thing-page")));
    if (thing.id.startsWith("report/")) tools.append(make("a", { class: "button", href: this.config.reports[thing.id.slice(7)] }, say("graph-read-report")));
    tools.append(make("button", { type: "button", id: "way", onclick: () => this.act.askWay() }, say("graph-way-to")));
    tools.append(make("button", { type: "button", onclick: (event) => this.act.copyLink(event.currentTarget) }, say("copy-link")));
    parts.push(tools);

    const groups = [...this.scenes.neighbours(thing)];
    const all = groups.reduce((sum, [, members]) => sum + members.length, 0);
    const shown = groups.reduce((sum, [, members]) => sum + members.filter(({ other }) => this.scene.at.has(other)).length, 0);
    parts.push(make("p", { class: "soft", id: "neighbours-shown" }, all === shown ? say("graph-n-links", { n: all }) : say("graph-links-shown", { shown, n: all })));
    for (const [key, members] of groups.sort((a, b) => this.order(a[0]) - this.order(b[0]))) {
      const relation = this.config.relations[Number(key.slice(0, -1))][key.endsWith(">") ? 0 : 1];
      const hidden = members.filter(({ other }) => !this.scene.at.has(other)).length;
      const head = make("h3", {}, relation, " ", make("span", { class: "count" }, members.length.toLocaleString("en-US")));
      if (hidden) head.append(make("button", { type: "button", class: "grow", "data-grow": key, onclick: () => this.act.grow(thing.id, key, members.length) }, say("graph-grow", { n: hidden })));
      parts.push(head);
      members.sort((a, b) => b.other.links.length - a.other.links.length || (a.other.label < b.other.label ? -1 : 1));
      parts.push(...this.few(members.map(({ link, other }) => this.row(link, other, own)), first));
    }
    return parts;
  }

  order(key) {
    return (this.scenes.quiet.has(Number(key.slice(0, -1))) ? 100 : 0) + Number(key.slice(0, -1));
  }

  row(link, other, own) {
    const said = link.said.filter((each) => each !== own && this.scenes.filters.passes(each));
    const row = make("div", { class: "row" }, this.door(other));
    if (said.length) {
      const body = make("div", { class: "body", hidden: true });
      const more = make("button", { type: "button", class: "more", "aria-expanded": "false", onclick: () => {
        body.hidden = !body.hidden;
        more.setAttribute("aria-expanded", String(!body.hidden));
        if (!body.childElementCount) body.append(...said.slice(0, 8).map((each) => this.evidence(each)));
      } }, say("graph-source", { n: said.length }));
      row.append(more);
      return make("div", { class: "relation" }, row, body);
    }
    return make("div", { class: "relation" }, row);
  }

  linkParts(link) {
    const [ahead] = this.config.relations[link.kind];
    const said = link.said.filter((each) => this.scenes.filters.passes(each));
    return [
      this.heading(ahead), make("div", { class: "ends" }, this.door(link.a), this.door(link.b)),
      ...(said.length ? said.slice(0, 12).map((each) => this.evidence(each)) : [make("p", { class: "soft" }, say("graph-no-source"))]),
    ];
  }

  wayParts() {
    const { selected, target, way } = this.scene;
    const parts = [make("p", { class: "kind" }, say("graph-way")), this.heading(`${selected.label} → ${target.label}`)];
    if (!way) return [...parts, make("p", {}, say("graph-no-way"))];
    parts.push(make("p", { class: "soft" }, say("graph-way-steps", { n: way.length })));
    let at = selected;
    const steps = make("ol", { class: "way" }, make("li", {}, this.door(selected)));
    for (const link of way) {
      const other = link.a === at ? link.b : link.a;
      const relation = this.config.relations[link.kind][link.a === at ? 0 : 1];
      const said = link.said.filter((each) => this.scenes.filters.passes(each)).slice(0, 2);
      steps.append(make("li", {}, make("p", { class: "relation-name" }, relation), this.door(other), ...said.map((each) => this.evidence(each))));
      at = other;
    }
    parts.push(steps);
    return parts;
  }
}
