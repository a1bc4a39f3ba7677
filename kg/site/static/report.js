// A report: the text's marks and the list beside it lead to each other; a stretch in the address is shown.
"use strict";
// What an address may say without pointing at a place: the page in one file, the kinds that are shown, the shading.
const STATE = new Set(["p", "k", "heat"]);
for (const reader of document.querySelectorAll(".reader")) {
  const text = reader.querySelector(".text");
  const panel = reader.querySelector(".panel");
  const report = reader.dataset.report;
  const items = new Map();
  const segments = new Map();
  for (const item of panel.querySelectorAll(".cards > li")) items.set(item.id.slice(item.id.lastIndexOf(".") + 1), item);
  for (const mark of text.querySelectorAll("mark[data-c]")) {
    for (const name of mark.dataset.c.split(" ")) {
      if (!segments.has(name)) segments.set(name, []);
      segments.get(name).push(mark);
    }
  }
  const order = [...items.keys()];
  const boxes = [...reader.querySelectorAll('.kinds input[class^="f-"]')];
  const heat = reader.querySelector(".heat");
  const only = reader.querySelector(".promises-only");
  let chosen = null;
  // In one file with many pages the address says which of them is shown.
  const page = document.body.dataset.single ? [["p", "report/" + report]] : [];
  const here = () => reader.offsetParent !== null;
  const wide = () => getComputedStyle(panel).position === "sticky";

  const shown = (item) => boxes.every((box) => box.checked || !item.classList.contains("k-" + box.value));

  function state() {
    const values = new Map();
    if (boxes.some((box) => box.checked !== box.defaultChecked)) values.set("k", boxes.filter((box) => box.checked).map((box) => box.value).join(",") || "-");
    if (heat.checked) values.set("heat", "1");
    return values;
  }

  function clear() {
    kg.gone();
    for (const on of reader.querySelectorAll(".on")) on.classList.remove("on");
    for (const here of text.querySelectorAll(".here")) here.replaceWith(...here.childNodes);
    text.normalize();
  }

  function scroll(element, block) {
    element.scrollIntoView({ block, behavior: kg.calm.matches ? "auto" : "smooth" });
  }

  function choose(name, { quiet = false, from = "" } = {}) {
    const item = items.get(name);
    if (!item) return;
    clear();
    if (chosen && chosen !== name) items.get(chosen).querySelector("details").open = false;
    chosen = name;
    for (const mark of segments.get(name) || []) mark.classList.add("on");
    item.classList.add("on");
    const details = item.querySelector("details");
    details.open = true;
    panel.classList.add("sheet");
    const first = (segments.get(name) || [])[0];
    if (first && (from !== "text" || !wide())) scroll(first, wide() ? "center" : "start");
    if (wide()) reveal(item);
    else panel.scrollTop = 0;
    if (!quiet) kg.setHash([...page, ["c", report + "." + name], ...state()]);
    kg.say(item.querySelector("summary").textContent.trim());
  }

  function step(by) {
    const names = order.filter((name) => shown(items.get(name)));
    if (!names.length) return;
    let at = names.indexOf(chosen);
    if (at < 0) at = by > 0 ? -1 : names.length;
    choose(names[(at + by + names.length) % names.length]);
  }

  function close() {
    panel.classList.remove("sheet");
    if (chosen) items.get(chosen).querySelector("details").open = false;
    chosen = null;
    clear();
    kg.setHash([...page, ...state()]);
  }

  // Offsets are code points; the text of the element is that of the report, character for character.
  function span(start, end) {
    clear();
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const found = [];
    let at = 0;
    while (walker.nextNode() && at < end) {
      const points = [...walker.currentNode.data];
      const from = Math.max(0, start - at);
      const to = Math.min(points.length, end - at);
      if (from < to) found.push([walker.currentNode, points.slice(0, from).join("").length, points.slice(0, to).join("").length]);
      at += points.length;
    }
    for (const [node, from, to] of found) {
      const here = document.createElement("span");
      here.className = "here";
      const middle = from ? node.splitText(from) : node;
      middle.splitText(to - from);
      middle.replaceWith(here);
      here.append(middle);
    }
    const first = text.querySelector(".here");
    if (!first) return;
    scroll(first, "center");
    // The first statement there is shown in the list, open but not chosen.
    const there = found.flatMap(([node]) => (node.parentNode.closest("mark[data-c]") || { dataset: {} }).dataset.c?.split(" ") || []);
    const near = there.map((name) => items.get(name)).find((item) => item && shown(item));
    if (near && wide()) reveal(near);
  }

  function reveal(item) {
    const head = panel.querySelector(".bar-top").getBoundingClientRect();
    panel.scrollTop += item.getBoundingClientRect().top - Math.max(head.bottom, panel.getBoundingClientRect().top) - 6;
    // Once the head sticks to the top it takes less room than before.
    const stuck = panel.querySelector(".bar-top").getBoundingClientRect();
    panel.scrollTop += item.getBoundingClientRect().top - stuck.bottom - 6;
  }

  function restore() {
    const hash = kg.hash();
    if (!here()) return;
    const asked = (hash.get("k") || "").split(",").filter((kind) => kind === "-" || boxes.some((box) => box.value === kind));
    for (const box of boxes) box.checked = asked.length ? asked.includes(box.value) : box.defaultChecked;
    heat.checked = hash.get("heat") === "1";
    pressed();
    const name = (hash.get("c") || "").startsWith(report + ".") ? hash.get("c").slice(report.length + 1) : "";
    const line = hash.has("t") && document.getElementById("t=" + hash.get("t"));
    if (hash.has("s")) {
      const [start, end] = stretch(hash.get("s"));
      if (end) span(start, end);
      else gone();
    } else if (items.has(name)) {
      if (!shown(items.get(name))) for (const box of boxes) box.checked = true;
      choose(name, { quiet: true });
    } else if (hash.has("c") || (hash.has("t") && !line)) gone();
    else if (line) scroll(line, "center");
    else if (![...hash.keys()].every((key) => STATE.has(key)) && !document.getElementById(kg.plain(location.hash.slice(1)))) gone();
  }

  // The two offsets of a stretch of this text, or none where it has no such stretch.
  function stretch(words) {
    const [, start, end] = (/^(\d+)-(\d+)$/.exec(words) || []).map(Number);
    return start < end && end <= [...text.textContent].length ? [start, end] : [];
  }

  function gone() {
    if (chosen) items.get(chosen).querySelector("details").open = false;
    chosen = null;
    panel.classList.remove("sheet");
    kg.gone(reader.querySelector(".column"));
  }

  function pressed() {
    only.setAttribute("aria-pressed", String(boxes.every((box) => box.checked === (box.value === "target"))));
  }

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-c]");
    if (!mark || String(getSelection())) return;
    // Where several stand in one place, another click goes to the next.
    const names = mark.dataset.c.split(" ").filter((name) => shown(items.get(name)));
    if (names.length) choose(names[(names.indexOf(chosen) + 1) % names.length], { from: "text" });
  });
  panel.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    const link = event.target.closest("a[href^='#']");
    if (summary && panel.contains(summary)) {
      const item = summary.closest("li");
      const name = item.id.slice(item.id.lastIndexOf(".") + 1);
      event.preventDefault();
      if (item.querySelector("details").open && chosen === name) close();
      else choose(name);
    } else if (link && !link.classList.contains("copy")) {
      const stretch = /^#s=(\d+)-(\d+)$/.exec(link.getAttribute("href"));
      if (!stretch) return;
      event.preventDefault();
      span(Number(stretch[1]), Number(stretch[2]));
      kg.setHash([...page, ["s", stretch[1] + "-" + stretch[2]], ...state()]);
    }
  });
  panel.querySelector(".next").addEventListener("click", () => step(1));
  panel.querySelector(".previous").addEventListener("click", () => step(-1));
  panel.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape" && chosen) close();
  });
  for (const box of boxes) box.addEventListener("change", () => { pressed(); kg.setHash([...page, ...keep(), ...state()], true); });
  heat.addEventListener("change", () => kg.setHash([...page, ...keep(), ...state()], true));
  only.addEventListener("click", () => {
    const all = only.getAttribute("aria-pressed") === "true";
    for (const box of boxes) box.checked = all || box.value === "target";
    pressed();
    kg.setHash([...page, ...keep(), ...state()], true);
  });
  function keep() {
    return chosen ? [["c", report + "." + chosen]] : [...kg.hash()].filter(([key]) => key === "s");
  }
  addEventListener("popstate", () => {
    if (!here()) return;
    clear();
    restore();
  });
  restore();
}
