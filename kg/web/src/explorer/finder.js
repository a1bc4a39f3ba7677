// A box that finds things and circles by name: a combobox after the ARIA authoring practices.
import { bdi, byId, make, say } from "./words.js";

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

export class Finder {
  constructor(name, graph, config, choose) {
    this.box = byId(name);
    this.list = byId(`${name}-found`);
    Object.assign(this, { name, graph, config, choose, active: -1, hits: [] });
    this.box.addEventListener("focus", () => this.fetch());
    this.box.addEventListener("input", () => this.look());
    this.box.addEventListener("blur", () => this.shut());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) this.take(Number(item.dataset.hit));
    });
  }

  async fetch() {
    if (this.graph.whole) return;
    await this.graph.everything().catch(() => {});
    if (document.activeElement === this.box) this.look();
  }

  matches(wanted) {
    const hits = [];
    for (const group of this.graph.groups) {
      const at = plain(group.name).indexOf(wanted);
      if (at >= 0) hits.push({ group, label: group.name, at, weight: 1e5 });
    }
    for (const thing of this.graph.things) {
      thing.plain ??= plain(thing.label);
      const at = thing.plain.indexOf(wanted);
      // What is called so and nothing else comes first, then what begins so, then what is most linked.
      if (at >= 0) hits.push({ thing, label: thing.label, at, weight: thing.links.length, exact: thing.plain === wanted });
    }
    const statement = (hit) => (hit.thing && hit.thing.id.startsWith("statement/") ? 1 : 0);
    hits.sort((a, b) => (b.exact || 0) - (a.exact || 0) || statement(a) - statement(b) || (a.group ? 1 : 0) - (b.group ? 1 : 0) || Math.min(a.at, 1) - Math.min(b.at, 1) || b.weight - a.weight || a.label.length - b.label.length);
    return hits;
  }

  look() {
    const wanted = plain(this.box.value);
    const all = wanted ? this.matches(wanted) : [];
    this.hits = all.slice(0, 12);
    this.list.replaceChildren(...this.hits.map((hit, i) => make("li", { role: "option", id: `${this.name}-${i}`, "data-hit": i },
      hit.thing ? this.config.mark(this.config.kinds[hit.thing.kind]) : make("span", { class: "disc", "aria-hidden": "true" }),
      bdi(hit.label),
      make("span", { class: "count" }, hit.thing ? this.config.kindNames[hit.thing.kind] : say("graph-circle")))));
    if (wanted && !this.hits.length) this.list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, say("graph-none-found")));
    if (all.length > this.hits.length) this.list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, say("graph-more-found", { shown: this.hits.length, n: all.length })));
    this.list.hidden = !wanted;
    this.box.setAttribute("aria-expanded", String(Boolean(wanted)));
    if (wanted) byId("graph-status").textContent = this.hits.length ? say("graph-matches", { n: all.length }) : say("graph-none-found");
    this.point(this.hits.length ? 0 : -1);
  }

  point(i) {
    this.active = i;
    [...this.list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) this.box.setAttribute("aria-activedescendant", `${this.name}-${i}`);
    else this.box.removeAttribute("aria-activedescendant");
    this.list.children[i]?.scrollIntoView({ block: "nearest" });
  }

  shut() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  take(i) {
    const hit = this.hits[i];
    if (!hit) return;
    this.box.value = "";
    this.shut();
    this.choose(hit);
  }

  key(event) {
    const count = this.hits.length;
    if (event.key === "ArrowDown" && count) this.point((this.active + 1) % count);
    else if (event.key === "ArrowUp" && count) this.point((this.active + count - 1) % count);
    else if (event.key === "Enter" && this.active >= 0 && !event.isComposing) this.take(this.active);
    else if (event.key === "Escape" && !this.list.hidden) this.shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
