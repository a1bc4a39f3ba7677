"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const touching = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    touching.get(edge.from).push(edge);
    if (edge.to !== edge.from) touching.get(edge.to).push(edge);
  }
  root.classList.remove("plain");
  // Without scripts the lists are all there is, and open; beside the picture they wait to be asked for.
  for (const each of document.querySelectorAll("details.list")) each.open = false;

  // Words. Every text of the page itself stands in both languages; names and quotes stay as the report has them.
  const first = root.lang.slice(0, 2);
  let state = read();

  function say(key, n) {
    const pair = (n === 1 && data.words[key + "-one"]) || data.words[key];
    return pair[state.lang === "zh" ? 0 : 1].replace("{n}", n);
  }

  // What a link is called, read from one of its ends.
  function called(edge, from) {
    return edge.names[from === edge.to && edge.from !== edge.to ? 1 : 0][state.lang === "zh" ? 0 : 1];
  }

  function translate() {
    root.lang = state.lang === "zh" ? "zh-CN" : "en";
    for (const each of document.querySelectorAll("[data-word]")) each.textContent = say(each.dataset.word);
    for (const each of document.querySelectorAll("[data-word-label]")) {
      each.setAttribute("aria-label", say(each.dataset.wordLabel));
    }
    for (const each of document.querySelectorAll("[data-word-hint]")) each.placeholder = say(each.dataset.wordHint);
    for (const each of document.querySelectorAll("[data-zh]")) each.textContent = each.dataset[state.lang];
    byId("language").lang = state.lang === "zh" ? "en" : "zh-CN";
    byId("thaw").textContent = say(moving() ? "freeze" : "thaw");
    document.title = document.querySelector("h1").textContent;
  }

  // The address holds what is selected (n a node, e a link), which kinds are off, and the language.
  function read() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const node = parts.get("n");
    const edge = parts.get("e");
    return {
      node: nodes.has(node) ? node : null,
      edge: edges.has(edge) ? edge : null,
      off: new Set((parts.get("hide") || "").split(",").filter(Boolean)),
      lang: ["zh", "en"].includes(parts.get("lang")) ? parts.get("lang") : first,
    };
  }

  function address(of) {
    const parts = new URLSearchParams();
    if (of.node) parts.set("n", of.node);
    if (of.edge) parts.set("e", of.edge);
    if (of.off.size) parts.set("hide", [...of.off].sort().join(","));
    if (of.lang !== first) parts.set("lang", of.lang);
    return "#" + parts.toString();
  }

  function select(change, how) {
    const next = Object.assign({}, state, { node: null, edge: null }, change);
    if (address(next) !== address(state)) history.pushState(null, "", address(next));
    state = next;
    show(how || {});
  }

  function adjust(change) {
    state = Object.assign({}, state, change);
    history.replaceState(null, "", address(state));
  }

  // The picture.
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const nodeSet = new vis.DataSet(data.nodes.map(({ name, note, ...drawn }) => drawn));
  const edgeSet = new vis.DataSet(data.edges.map(({ names, ...drawn }) => drawn));
  const network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, data.options);

  function focus() {
    if (state.node) {
      const near = touching.get(state.node);
      return {
        nodes: new Set([state.node, ...near.flatMap((edge) => [edge.from, edge.to])]),
        edges: new Set(near.map((edge) => edge.id)),
      };
    }
    if (state.edge) {
      const { from, to } = edges.get(state.edge);
      return { nodes: new Set([from, to]), edges: new Set(between(from, to).map((edge) => edge.id)) };
    }
    return null;
  }

  function between(a, b) {
    return touching.get(a).filter((edge) => edge.from === b || edge.to === b);
  }

  function hidden(id) {
    return state.off.has(nodes.get(id).group);
  }

  function dress() {
    const lit = focus();
    const [soft, paper, line, accent] = ["soft", "paper", "edge", "accent"].map(colour);
    nodeSet.update(data.nodes.map((node) => {
      const clear = !lit || lit.nodes.has(node.id);
      const hue = colour("kind-" + node.group);
      return {
        id: node.id,
        hidden: hidden(node.id),
        opacity: clear ? 1 : 0.15,
        borderWidth: 2,
        color: { border: hue, background: data.hollow.includes(node.group) ? paper : hue,
                 hover: { border: hue, background: data.hollow.includes(node.group) ? paper : hue } },
        // Captions are drawn below; these only keep their room, for the pointer.
        font: { color: "rgba(0,0,0,0)", strokeWidth: 0 },
      };
    }));
    edgeSet.update(data.edges.map((edge) => {
      const clear = lit && lit.edges.has(edge.id);
      return {
        id: edge.id,
        hidden: hidden(edge.from) || hidden(edge.to),
        color: { color: clear ? accent : line, hover: accent, opacity: lit && !clear ? 0.25 : 1 },
        width: clear ? 1.8 : 1,
        label: clear && lit.edges.size <= 6 ? called(edge, state.node) : undefined,
        font: { size: Math.max(13, 12 / network.getScale()), color: soft, strokeColor: paper },
      };
    }));
  }

  function ring(context) {
    const { x, y } = network.getPosition(state.node);
    context.beginPath();
    context.arc(x, y, nodes.get(state.node).size + 7, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = colour("accent");
    context.stroke();
  }

  // Captions: never smaller than can be read, never over each other or over another mark; where there is no room for all, those of the
  // selection, the middle and the most connected are drawn.
  const face = data.options.nodes.font.face;
  const leading = 1.22;
  const smallest = 11;
  let captions = [];

  function weight(node, lit) {
    return (lit && lit.nodes.has(node.id) ? 2e6 : 0) + (node.id === data.centre ? 1e6 : 0) + touching.get(node.id).length;
  }

  function room(context, node, size) {
    const lines = node.label.split("\n");
    const { x, y } = network.getPosition(node.id);
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2;
    const height = size * (1 + leading * (lines.length - 1));
    const seen = frame();
    const inside = x > seen.left && x < seen.right && y > seen.top && y < seen.bottom;
    // At the edge of the picture a caption moves in, or stands above its mark.
    const middle = inside ? Math.max(seen.left + half, Math.min(seen.right - half, x)) : x;
    const below = y + node.size + 5;
    const top = inside && below + height > seen.bottom ? y - node.size - 5 - height : below;
    return { id: node.id, lines, x: middle, left: middle - half, right: middle + half, top, bottom: top + height };
  }

  function frame() {
    const { clientWidth, clientHeight } = byId("graph");
    const [start, end] = [{ x: 4, y: 4 }, { x: clientWidth - 4, y: clientHeight - 4 }].map((p) => network.DOMtoCanvas(p));
    return { left: start.x, top: start.y, right: end.x, bottom: end.y };
  }

  function meet(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }

  function letter(context) {
    const lit = focus();
    const [ink, soft, paper] = ["ink", "soft", "paper"].map(colour);
    const scale = network.getScale();
    const shown = data.nodes.filter((node) => !hidden(node.id));
    shown.sort((a, b) => weight(b, lit) - weight(a, lit));
    const marks = shown.map(({ id, size }) => {
      const { x, y } = network.getPosition(id);
      return { id, left: x - size, right: x + size, top: y - size, bottom: y + size };
    });
    captions = [];
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    for (const node of shown) {
      const size = Math.max(node.id === data.centre ? 18 : data.options.nodes.font.size, smallest / scale);
      context.font = (node.id === state.node || node.id === data.centre ? "600 " : "") + size + "px " + face;
      const box = room(context, node, size);
      if (node.id !== data.centre && captions.some((other) => meet(box, other))) continue;
      const must = node.id === data.centre || (lit && lit.nodes.has(node.id));
      if (!must && marks.some((mark) => mark.id !== node.id && meet(box, mark))) continue;
      captions.push(box);
      const clear = !lit || lit.nodes.has(node.id);
      context.globalAlpha = clear ? 1 : 0.35;
      context.strokeStyle = paper;
      context.lineWidth = size / 4;
      context.fillStyle = clear ? ink : soft;
      box.lines.forEach((line, i) => context.strokeText(line, box.x, box.top + i * size * leading));
      box.lines.forEach((line, i) => context.fillText(line, box.x, box.top + i * size * leading));
    }
    context.globalAlpha = 1;
  }

  network.on("afterDrawing", (context) => {
    if (state.node && !hidden(state.node)) ring(context);
    letter(context);
  });
  window.kgPage = { network, captions: () => captions };

  // The picture is wider than high; on a screen that is higher than wide it stands up.
  let tall = false;

  function turn() {
    const { clientWidth, clientHeight } = byId("graph");
    if (moving() || tall === clientHeight > clientWidth) return;
    tall = !tall;
    const [across, down] = tall ? [0.7, 1.5] : [1, 1];
    nodeSet.update(data.nodes.map(({ id, x, y }) => ({ id, x: Math.round(x * across), y: Math.round(y * down) })));
  }

  // All of it, whatever the screen: captions give way where there is no room for them.
  function whole() {
    const seen = data.nodes.filter((node) => !hidden(node.id)).map((node) => node.id);
    if (!seen.length) return;
    turn();
    network.fit({ nodes: seen, animation: false });
    network.moveTo({ scale: Math.min(network.getScale() * 0.97, 1.3), animation: false });
  }

  // What is in view already stays where the reader saw it.
  function bring(id) {
    const [{ x, y }, seen] = [network.getPosition(id), frame()];
    if (x > seen.left && x < seen.right && y > seen.top && y < seen.bottom) return;
    network.moveTo({
      position: { x, y },
      scale: network.getScale(),
      animation: calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" },
    });
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)), animation: false });
  }

  // The panel. Quotes are the very elements of the list below, so they cannot differ from it.
  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function named(text) {
    return make("bdi", "", text);
  }

  function kindOf(node) {
    const cell = document.querySelector(`.legend [data-kind="${CSS.escape(node.group)}"]`);
    return [cell.querySelector(".mark").cloneNode(true), cell.querySelector(".label").cloneNode(true)];
  }

  function quotes(edge) {
    const item = document.querySelector(`#links [data-edge="${edge.id}"]`);
    return [...item.querySelectorAll("figure, :scope > .where")].map((each) => each.cloneNode(true));
  }

  function door(id, arrow) {
    const button = make("button", "to");
    button.type = "button";
    button.dataset.to = id;
    const [mark] = kindOf(nodes.get(id));
    if (arrow) {
      const way = make("span", "unseen", say(arrow));
      way.dataset.word = arrow;
      button.append(way);
    }
    button.append(mark, named(nodes.get(id).name));
    return button;
  }

  // The quotes of a link that the panel does not show yet.
  function fresh(edge, shown) {
    return quotes(edge).filter((each) => {
      if (each.matches(".where")) return true;
      const key = each.dataset.statement + each.querySelector(".where").textContent;
      return !shown.has(key) && shown.add(key);
    });
  }

  function relation(edge, from, open, shown) {
    const box = make("div", "relation");
    const other = edge.from === from ? edge.to : edge.from;
    const found = open ? fresh(edge, shown) : fresh(edge, new Set(shown));
    const row = make("div", "row");
    const body = make("div", "body");
    row.append(door(other, edge.from === from ? "to" : "from"));
    body.append(...found);
    body.hidden = !open || !found.length;
    if (!open && found.length) {
      const more = make("button", "more", say("source", found.length));
      more.type = "button";
      more.setAttribute("aria-expanded", "false");
      row.append(more);
    }
    box.append(row, body);
    return box;
  }

  function groups(id) {
    const found = new Map();
    for (const edge of touching.get(id)) {
      const name = called(edge, id);
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(edge);
    }
    return found;
  }

  function nodePanel(id) {
    const node = nodes.get(id);
    const parts = [make("p", "kind"), make("h2")];
    parts[0].append(...kindOf(node));
    parts[1].append(named(node.name));
    if (node.note) parts.push(make("p", "about", node.note));
    const all = touching.get(id);
    parts.push(make("p", "total", say("links-count", all.length)));
    // A statement's own passage comes first and once; it has no need of a heading that repeats its name.
    const shown = new Set();
    const local = id.split("/").pop();
    const own = all.flatMap(quotes).find((each) => each.dataset.statement === local);
    if (own) {
      shown.add(own.dataset.statement + own.querySelector(".where").textContent);
      own.querySelector("figcaption").remove();
      parts.push(own);
    }
    for (const [name, members] of groups(id)) {
      const heading = make("h3");
      heading.append(named(name), make("span", "count", " " + members.length));
      const rows = members.map((edge) => relation(edge, id, all.length <= 4, shown));
      parts.push(heading, ...rows.slice(0, most));
      if (rows.length > most) {
        const rest = make("details");
        rest.append(make("summary", "count", say("rest", rows.length - most)), ...rows.slice(most));
        parts.push(rest);
      }
    }
    return parts;
  }

  const most = 8;

  function edgePanel(id) {
    const edge = edges.get(id);
    const heading = make("h2");
    heading.append(named(called(edge)));
    const ends = make("div", "ends");
    ends.append(door(edge.from), door(edge.to));
    const shown = new Set();
    const first = fresh(edge, shown);
    if (first.length === 1) first[0].querySelector("figcaption")?.remove();
    const parts = [heading, ends, ...first];
    for (const other of between(edge.from, edge.to)) {
      if (other === edge) continue;
      const title = make("h3");
      title.append(named(called(other)));
      parts.push(title, ...fresh(other, shown));
    }
    return parts;
  }

  function fill() {
    const panel = byId("panel");
    const shown = state.node || (!state.edge && data.centre);
    const parts = state.edge ? edgePanel(state.edge) : shown ? nodePanel(shown) : [];
    if (state.node || state.edge) {
      const close = make("button", "close", "×");
      close.type = "button";
      close.setAttribute("aria-label", say("close"));
      parts.unshift(close);
    } else {
      parts.push(make("p", "hint", say(data.nodes.length ? "hint" : "empty")));
      if (shown) parts.unshift(parts.pop());
    }
    panel.replaceChildren(...parts);
    panel.scrollTop = 0;
    const heading = panel.querySelector("h2");
    if (heading) heading.tabIndex = -1;
    return heading;
  }

  function show({ move, enter } = {}) {
    dress();
    const heading = fill();
    translate();
    for (const button of document.querySelectorAll(".legend button")) {
      button.setAttribute("aria-pressed", String(!state.off.has(button.dataset.kind)));
    }
    for (const row of document.querySelectorAll(".here")) row.classList.remove("here");
    const chosen = state.node ? nodes.get(state.node) : state.edge ? edges.get(state.edge) : null;
    if (!chosen) return;
    const mine = state.node ? `#things [data-node="${CSS.escape(state.node)}"]` : `#links [data-edge="${state.edge}"]`;
    document.querySelector(mine).classList.add("here");
    byId("status").textContent = state.node ? chosen.name : called(chosen);
    if (move) bring(state.node || edges.get(state.edge).to);
    if (enter) {
      heading.focus({ preventScroll: true });
      byId("panel").scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    }
  }

  // What readers do.
  network.on("click", (event) => {
    if (event.nodes.length) select({ node: event.nodes[0] });
    else if (event.edges.length) select({ edge: event.edges[0] });
    else if (state.node || state.edge) select({});
  });
  network.on("hoverNode", (event) => hover(nodes.get(event.node).name));
  network.on("hoverEdge", (event) => hover(called(edges.get(event.edge))));
  network.on("blurNode", () => hover(""));
  network.on("blurEdge", () => hover(""));

  function hover(text) {
    byId("hover").replaceChildren(named(text));
    byId("hover").hidden = !text;
    byId("graph").style.cursor = text ? "pointer" : "";
  }

  byId("panel").addEventListener("click", (event) => {
    const to = event.target.closest("[data-to]");
    if (to) select({ node: to.dataset.to }, { move: true, enter: true });
    const more = event.target.closest(".more");
    if (more) {
      const body = more.closest(".relation").querySelector(".body");
      body.hidden = !body.hidden;
      more.setAttribute("aria-expanded", String(!body.hidden));
    }
    if (event.target.closest(".close")) {
      select({});
      byId("search").focus({ preventScroll: true });
    }
  });

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("things").open = true;
    byId("lists").focus();
  });

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("a.copy");
    const go = event.target.closest("a.go");
    if (go) {
      event.preventDefault();
      select({ node: new URLSearchParams(go.hash.slice(1)).get("n") }, { move: true, enter: true });
    } else if (copy) {
      event.preventDefault();
      const link = location.href.split("#")[0] + copy.getAttribute("href");
      const tell = (key) => { copy.textContent = byId("status").textContent = say(key); copy.dataset.word = key; };
      const byHand = () => { history.replaceState(null, "", copy.getAttribute("href")); tell("copy-by-hand"); };
      if (navigator.clipboard) navigator.clipboard.writeText(link).then(() => tell("copied"), byHand);
      else byHand();
    }
  });

  document.querySelector(".legend").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const off = new Set(state.off);
    if (!off.delete(button.dataset.kind)) off.add(button.dataset.kind);
    adjust({ off });
    show();
  });

  byId("language").addEventListener("click", () => {
    adjust({ lang: state.lang === "zh" ? "en" : "zh" });
    show();
  });
  byId("whole").addEventListener("click", whole);
  byId("closer").addEventListener("click", () => zoom(1.25));
  byId("farther").addEventListener("click", () => zoom(0.8));

  function moving() {
    return byId("thaw").getAttribute("aria-pressed") === "true";
  }

  byId("thaw").addEventListener("click", () => {
    byId("thaw").setAttribute("aria-pressed", String(!moving()));
    network.setOptions({ physics: { enabled: moving() } });
    translate();
  });

  // The search box: a combobox after the ARIA authoring practices.
  const box = byId("search");
  const list = byId("found");
  let active = -1;

  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const passages = new Map([...document.querySelectorAll("#links figure")].map(
    (each) => [each.dataset.statement, each.querySelector("mark").textContent]));

  function matches(wanted) {
    const rank = (node) => plain(node.name).indexOf(wanted);
    const hits = data.nodes.filter((node) => rank(node) >= 0);
    const told = (node) => plain(node.note + " " + (passages.get(node.id.split("/").pop()) || ""));
    const others = data.nodes.filter((node) => rank(node) < 0 && told(node).includes(wanted));
    hits.sort((a, b) => rank(a) - rank(b) || touching.get(b.id).length - touching.get(a.id).length);
    return hits.concat(others).slice(0, 8);
  }

  function look() {
    const wanted = plain(box.value.trim());
    const hits = wanted ? matches(wanted) : [];
    list.replaceChildren(...hits.map((node, i) => {
      const item = make("li");
      item.id = "found-" + i;
      item.setAttribute("role", "option");
      item.dataset.to = node.id;
      item.append(kindOf(node)[0], named(node.name));
      return item;
    }));
    if (wanted && !hits.length) list.append(make("li", "none", say("none-found")));
    list.hidden = !wanted;
    box.setAttribute("aria-expanded", String(Boolean(hits.length)));
    if (wanted) byId("status").textContent = hits.length ? say("matches", hits.length) : say("none-found");
    point(hits.length ? 0 : -1);
  }

  function point(i) {
    active = i;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) box.setAttribute("aria-activedescendant", "found-" + i);
    else box.removeAttribute("aria-activedescendant");
  }

  function shut() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    point(-1);
  }

  function take(item) {
    box.value = "";
    shut();
    select({ node: item.dataset.to }, { move: true, enter: true });
  }

  box.addEventListener("input", look);
  box.addEventListener("blur", shut);
  box.addEventListener("keydown", (event) => {
    const count = list.querySelectorAll("[data-to]").length;
    if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active + count - 1) % count);
    else if (event.key === "Enter" && active >= 0 && !event.isComposing) take(list.children[active]);
    else if (event.key === "Escape" && !list.hidden) shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-to]");
    event.preventDefault();
    if (item) take(item);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    } else if (event.key === "Escape" && (state.node || state.edge)) {
      select({});
    }
  });

  for (const event of ["popstate", "hashchange"]) {
    window.addEventListener(event, () => {
      const next = read();
      if (address(next) === address(state)) return;
      state = next;
      show({ move: true });
    });
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

  // vis-network zooms when its frame changes; the view that the reader had, or all of it, is put back.
  let view = null;
  const keep = () => { view = { scale: network.getScale(), position: network.getViewPosition() }; };
  for (const event of ["zoom", "dragEnd", "animationFinished"]) network.on(event, keep);
  byId("closer").addEventListener("click", keep);
  byId("farther").addEventListener("click", keep);
  byId("whole").addEventListener("click", () => { view = null; });
  network.on("resize", (size) => {
    if (size.width === size.oldWidth && size.height === size.oldHeight) return;
    requestAnimationFrame(() => (view ? network.moveTo({ ...view, animation: false }) : whole()));
  });

  show();
  whole();
})();
