// The explorer: opens on communities and grows on demand. The picture is one way to look at it, the panel and the list
// are another; the address holds all of it.
import { copy, read, write } from "./explorer/address.js";
import { Graph } from "./explorer/data.js";
import { Filters } from "./explorer/filters.js";
import { Finder } from "./explorer/finder.js";
import { Lists } from "./explorer/lists.js";
import { Panel } from "./explorer/panel.js";
import { createRenderer } from "./explorer/renderer.js";
import { savers } from "./explorer/save.js";
import { Scenes } from "./explorer/scene.js";
import { byId, learn, say } from "./explorer/words.js";

// Up to so many things all shards are read once the first picture stands.
const light = 60000;

async function start() {
  const config = JSON.parse(byId("graph-config").textContent);
  learn(config.words);
  document.documentElement.classList.remove("plain");
  const colourOf = (name) => getComputedStyle(byId("explorer")).getPropertyValue(name).trim();
  const legend = byId("graph-marks");
  config.kindNames = config.kinds.map((kind) => legend.querySelector(`[data-kind="${kind}"]`).dataset.name);
  config.mark = (kind) => legend.querySelector(`[data-kind="${kind}"] svg`).cloneNode(true);

  const graph = new Graph(config);
  const filters = new Filters(graph, config.kinds);
  const scenes = new Scenes(graph, filters, config);
  const view = createRenderer(byId("graph-stage"));
  const { clientWidth, clientHeight } = byId("graph-stage");
  graph.tall = clientHeight > 1.1 * clientWidth;
  await graph.load("atlas.js");
  scenes.prepare();

  let state = read();
  let scene = null;
  let ways = false;

  const night = window.matchMedia("(prefers-color-scheme: dark)");
  function dress() {
    const kinds = {};
    for (const [kind, [shape, hollow, light, dark]] of Object.entries(config.looks)) kinds[kind] = { shape, hollow, colour: night.matches ? dark : light };
    const style = { kinds };
    for (const [key, name] of Object.entries({ paper: "--g-paper", ink: "--g-ink", soft: "--g-soft", accent: "--g-accent", disc: "--g-disc", rim: "--g-rim", chosenDisc: "--g-chosen", litDisc: "--g-chosen" })) style[key] = colourOf(name);
    scenes.colours = { edge: colourOf("--g-edge"), faint: colourOf("--g-faint"), accent: style.accent };
    view.setStyle(style);
  }

  // What the state names and no shard has told yet: read it first.
  async function need(next) {
    const islands = new Set();
    for (const key of [...next.open, next.group]) {
      const group = graph.byKey.get(key);
      if (group && group.island >= 0) islands.add(group.island);
    }
    const named = [next.thing, next.to, ...next.link.split("~"), ...[...next.grown].map((each) => each.split("~")[0])].filter((id) => /\//.test(id));
    const unknown = named.some((id) => !graph.byId.get(id)?.links.length);
    if (next.all || unknown || filters.any) return graph.everything();
    return Promise.all([...islands].map((n) => graph.island(n)));
  }

  async function show({ move = false, enter = false, still = false } = {}) {
    filters.set(state.off);
    const mine = state;
    await need(state).catch(() => {
      byId("graph-status").textContent = say("graph-not-loaded");
    });
    if (mine !== state) return;
    scene = scenes.compose(state);
    view.setGraph(scene);
    panel.show(scene, state);
    lists.show(scene, state);
    facetsShow();
    tell();
    if (move) fly(still);
    byId("graph-home").setAttribute("aria-pressed", String(state.home));
    byId("graph-all").setAttribute("aria-pressed", String(state.all));
    if (enter) {
      byId("graph-panel").querySelector("h2")?.focus({ preventScroll: true });
      document.querySelector(".explorer").classList.add("sheet-up");
    }
  }

  function fly(still) {
    const lit = scene.nodes.filter((node) => !node.circle && (scene.lit.has(node.thing) || node.chosen || node.must));
    const chosen = scene.nodes.find((node) => node.circle && node.chosen);
    const rings = scene.nodes.filter((node) => node.circle);
    const nodes = lit.length ? lit : chosen ? [chosen] : rings.length ? [...rings, ...scene.nodes.filter((node) => node.thing && node.thing.group < 0)] : scene.nodes;
    const field = Scenes.field(nodes);
    if (field) view.flyTo(field, { still });
  }

  // What is shown of all there is, and why not the rest.
  function tell() {
    const total = graph.total.things;
    const parts = [say("graph-shown", { shown: scene.things, n: total })];
    if (filters.any) parts.push(say("graph-because-filter"));
    if (scene.discs.size) parts.push(say("graph-because-closed", { n: scene.discs.size }));
    if (scene.unseen) parts.push(say("graph-because-home", { n: scene.unseen, place: graph.islands.length === 1 ? graph.islands[0].label : say("graph-own-place") }));
    if (filters.any && !graph.whole) parts.push(say("graph-because-unread"));
    byId("graph-shown").textContent = parts.join(say("graph-stop"));
  }

  function go(change, how = {}) {
    const next = Object.assign(copy(state), change);
    if (write(next) !== write(state)) history.pushState(null, "", write(next));
    state = next;
    return show(how);
  }

  const act = {
    select(id, how = {}) {
      const thing = graph.byId.get(id);
      if (!thing) return undefined;
      const to = ways && state.thing && state.thing !== id ? { to: id } : { thing: id, to: "" };
      ways = false;
      byId("graph-status").textContent = thing.label;
      return go({ link: "", group: "", ...to }, { move: true, ...how });
    },
    link: (link) => go({ link: scenes.nameOf(link), thing: "", to: "", group: "" }, { move: true, enter: true }),
    open(group, how = {}) {
      const open = new Set(state.open);
      if (!state.all) open.add(group.key);
      for (let at = group.up; at >= 0; at = graph.groups[at].up) if (!scenes.frames.has(at)) open.add(graph.groups[at].key);
      byId("graph-status").textContent = group.name;
      return go({ open, group: group.key, thing: "", to: "", link: "" }, { move: true, ...how });
    },
    grow(id, key, count) {
      const grown = new Set(state.grown);
      grown.add(`${id}~${key}`);
      byId("graph-status").textContent = say("graph-grown", { n: count });
      return go({ grown }, { move: true });
    },
    up() {
      if (state.to) return go({ to: "" }, { move: true });
      if (state.thing || state.link) return go({ thing: "", link: "", grown: new Set() }, { move: Boolean(state.group) });
      if (state.group) {
        const open = new Set(state.open);
        open.delete(state.group);
        return go({ group: "", open }, { move: true });
      }
      return undefined;
    },
    askWay() {
      ways = true;
      byId("graph-search").focus();
      byId("graph-status").textContent = say("graph-way-choose");
      byId("graph-search").placeholder = say("graph-way-choose");
    },
    copyLink(button) {
      const told = (key) => {
        button.textContent = byId("graph-status").textContent = say(key);
      };
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => told("copied"), () => told("graph-copy-by-hand"));
      else told("graph-copy-by-hand");
    },
  };

  const panel = new Panel(byId("graph-panel"), graph, scenes, config, act);
  const lists = new Lists(graph, scenes, config, act);
  new Finder("graph-search", graph, config, (hit) => {
    byId("graph-search").placeholder = say("graph-search-hint");
    if (hit.group) act.open(hit.group, { enter: true });
    else act.select(hit.thing.id, { enter: true });
  });

  // Filters: a tick for each value, with how many there are of it under the other filters.
  const boxes = [...document.querySelectorAll("#graph-filters input")];
  function facetsShow() {
    const counts = filters.counts();
    for (const box of boxes) {
      const { facet, value } = box.dataset;
      box.checked = !state.off[facet].has(value);
      box.closest("label").querySelector(".count").textContent = (counts[facet].get(value) || 0).toLocaleString("en-US");
    }
    byId("graph-reset").hidden = !filters.any;
  }
  byId("graph-filters").addEventListener("change", (event) => {
    const { facet, value } = event.target.dataset;
    if (!facet) return;
    const off = copy(state).off;
    if (event.target.checked) off[facet].delete(value);
    else off[facet].add(value);
    go({ off });
  });
  byId("graph-filters").addEventListener("click", (event) => {
    const only = event.target.closest("button.only");
    if (!only) return;
    const off = copy(state).off;
    const all = boxes.filter((box) => box.dataset.facet === only.dataset.facet).map((box) => box.dataset.value);
    off[only.dataset.facet] = new Set(all.filter((value) => value !== only.dataset.value));
    go({ off });
  });
  byId("graph-reset").addEventListener("click", () => go({ off: { kind: new Set(), year: new Set(), half: new Set(), result: new Set(), review: new Set() } }));

  // The picture.
  view.onPick((node) => {
    if (!node) {
      if (state.thing || state.link) act.up();
      return;
    }
    if (node.thing) act.select(node.thing.id);
    else if (!node.ring) act.open(node.group);
    else if (state.thing || state.link) act.up();
    document.querySelector(".explorer").classList.add("sheet-up");
  });
  view.onHover((node) => {
    const name = byId("graph-hover");
    name.hidden = !node;
    name.textContent = "";
    if (node) name.append(node.circle ? node.label : `${config.kindNames[node.thing.kind]} · `, node.circle ? ` · ${node.below}` : node.label);
  });
  byId("graph-closer").addEventListener("click", () => view.zoomBy(1.5));
  byId("graph-farther").addEventListener("click", () => view.zoomBy(1 / 1.5));
  byId("graph-overview").addEventListener("click", () => go({ thing: "", to: "", link: "", group: "", open: new Set(), grown: new Set(), all: false }, { move: true }));
  byId("graph-all").addEventListener("click", () => go({ all: !state.all, group: "" }, { move: true }));
  byId("graph-home").addEventListener("click", () => go({ home: !state.home }));
  byId("graph-sheet").addEventListener("click", () => {
    const up = document.querySelector(".explorer").classList.toggle("sheet-up");
    byId("graph-sheet").setAttribute("aria-expanded", String(up));
  });
  savers(view, graph, () => scene);

  // Arrows walk from neighbour to neighbour, or from circle to circle; Enter goes there.
  let walk = -1;
  const stage = byId("graph-keys");
  function steps() {
    if (scene.selected) return [...scenes.neighbours(scene.selected).values()].flat().map(({ other, link }) => ({ name: other.label, extra: config.relations[link.kind][link.a === other ? 1 : 0], node: scene.at.get(other), take: () => act.select(other.id) }));
    const group = state.group && graph.byKey.get(state.group);
    if (group && !group.inner.length) return scenes.membersOf(group).filter((t) => filters.shows(t)).sort((a, b) => b.links.length - a.links.length).map((t) => ({ name: t.label, extra: config.kindNames[t.kind], node: scene.at.get(t), take: () => act.select(t.id) }));
    return [...scene.discs.values()].map((node) => ({ name: node.label, extra: say("graph-n-things", { n: node.count }), node, take: () => act.open(node.group) }));
  }
  stage.addEventListener("keydown", (event) => {
    const forward = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = steps();
    if (event.shiftKey && forward) view.panBy(...{ ArrowRight: [80, 0], ArrowLeft: [-80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key]);
    else if (forward && all.length) {
      walk = (((walk < 0 && forward < 0 ? 0 : walk) + forward) % all.length + all.length) % all.length;
      const { name, extra, node } = all[walk];
      byId("graph-status").textContent = say("graph-walk", { name, extra, at: walk + 1, n: all.length });
      byId("graph-hover").hidden = false;
      byId("graph-hover").textContent = `${name} · ${extra}`;
      if (node) view.point(node);
    } else if (event.key === "Enter" && all[walk]) {
      const { take } = all[walk];
      walk = -1;
      take();
    } else if (event.key === "+" || event.key === "=") view.zoomBy(1.5);
    else if (event.key === "-") view.zoomBy(1 / 1.5);
    else if (event.key === "Escape") {
      walk = -1;
      act.up();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.ctrlKey && !event.metaKey && !event.altKey) act.up();
  });
  // On this page the search of the graph is nearer than that of the site, which listens for the same key.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    byId("graph-search").focus();
  }, true);

  for (const event of ["popstate", "hashchange"]) {
    window.addEventListener(event, () => {
      const next = read();
      if (write(next) === write(state)) return;
      state = next;
      show({ move: true });
    });
  }
  night.addEventListener("change", () => {
    dress();
    show();
  });

  byId("graph-filters").open = window.innerWidth > 1180;
  dress();
  await show({ move: true, still: true });
  const settled = () => {
    window.kgExplorer = { view, graph, scenes, scene: () => scene, state: () => state, act, ready: performance.now() };
    byId("explorer").dataset.ready = "";
  };
  requestAnimationFrame(() => requestAnimationFrame(settled));
  if (graph.total.things <= light && !graph.whole) {
    // Filters and search know everything then; what is drawn stays as it is.
    await graph.everything().catch(() => {});
    show();
  }
}

start();
