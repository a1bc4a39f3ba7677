// The same selection as a table: whatever the picture shows can be read and chosen here.
import { bdi, byId, make, say } from "./words.js";

const page = 100;

export class Lists {
  constructor(graph, scenes, config, act) {
    Object.assign(this, { graph, scenes, config, act, most: page });
    this.box = byId("graph-list");
    this.box.closest("details").addEventListener("toggle", () => this.fill());
  }

  show(scene) {
    this.scene = scene;
    this.most = page;
    this.fill();
  }

  // A table nobody looks at is not made.
  fill() {
    const rows = this.scene.nodes.filter((node) => !node.ring);
    byId("graph-list-count").textContent = rows.length.toLocaleString("en-US");
    if (!this.box.closest("details").open) return;
    const body = rows.slice(0, this.most).map((node) => {
      const take = () => (node.thing ? this.act.select(node.thing.id, { enter: true }) : this.act.open(node.group, { enter: true }));
      return make("tr", {},
        make("td", {}, node.thing ? this.config.mark(node.kind) : make("span", { class: "disc", "aria-hidden": "true" }), " ", node.thing ? this.config.kindNames[node.thing.kind] : say("graph-circle")),
        make("th", { scope: "row" }, make("button", { type: "button", class: "door", onclick: take }, bdi(node.label))),
        make("td", { class: "number" }, (node.thing ? node.thing.links.length : node.count).toLocaleString("en-US")));
    });
    this.box.replaceChildren(...body);
    const more = byId("graph-list-more");
    more.hidden = rows.length <= this.most;
    more.textContent = say("graph-rest", { n: rows.length - this.most });
    more.onclick = () => {
      this.most += 4 * page;
      this.fill();
    };
  }
}
