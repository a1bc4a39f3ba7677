// The search box of the first page: loads what it looks in when somebody types, so that it works from a folder, too.
"use strict";
(() => {
  const MOST = 60;
  const READ = 40;
  const box = document.getElementById("q");
  const found = document.getElementById("found");
  const rest = document.getElementById("rest");
  const single = Boolean(document.body.dataset.single);
  const zh = box.dataset.lang === "zh";
  const waiting = new Map();
  const have = new Map();

  for (const [name, content] of single ? kgHeld : []) have.set(name, content);
  if (!single) window.kgData = (name, content) => {
    have.set(name, content);
    waiting.get(name)?.(content);
  };
  // In one file the statements are there already: in the lists beside the reports.
  function listed(name) {
    const reader = document.querySelector(`.reader[data-report="${name.slice("search/report/".length, -3)}"]`);
    const families = have.get("search/index.js").families;
    return [...reader.querySelectorAll(".cards > li")].map((item) => {
      const year = item.querySelector("summary small:last-child");
      const kind = item.querySelector(".mark").classList[1].slice(2);
      const family = families.indexOf(item.classList[0].slice(2));
      const quote = item.querySelector("blockquote");
      const words = item.querySelector("bdi").textContent;
      return [item.id.slice(item.id.lastIndexOf(".") + 1), family, kind, words, quote ? quote.textContent : "", year && year.previousElementSibling ? year.textContent : ""];
    });
  }
  function load(name) {
    if (single && !have.has(name)) have.set(name, name.startsWith("search/report/") ? listed(name) : {});
    if (have.has(name)) return Promise.resolve(have.get(name));
    return new Promise((done, failed) => {
      waiting.set(name, done);
      const script = document.createElement("script");
      script.src = document.body.dataset.root + name;
      script.onerror = () => failed(new Error(name));
      document.head.append(script);
    });
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const tight = (text) => fold(text).replace(/\s+/g, "");

  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  function crc32(text) {
    let crc = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  // The reports, by number, in which all words can stand.
  async function candidates(index, words) {
    const all = index.reports.map((_, at) => at);
    if (!index.shards) return all;
    let left = null;
    for (const word of words) {
      const points = [...word];
      for (let at = 0; at + 1 < points.length; at++) {
        const pair = points[at] + points[at + 1];
        const shard = await load(`search/pairs/${String(crc32(pair) % index.shards).padStart(2, "0")}.js`);
        let sum = 0;
        const here = new Set((Object.hasOwn(shard, pair) ? shard[pair] : []).map((step) => (sum += step)));
        left = left ? left.filter((n) => here.has(n)) : [...here];
        if (!left.length) return [];
      }
    }
    return left || all;
  }

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }
  function sign(kind) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `mark k-${kind}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#m-${kind}`);
    svg.append(use);
    return svg;
  }
  function marked(target, text, words) {
    const low = fold(text);
    const at = low.length === text.length ? words.map((w) => [low.indexOf(w), w.length]).filter(([i]) => i >= 0).sort((a, b) => a[0] - b[0]) : [];
    let from = 0;
    for (const [start, length] of at) {
      if (start < from) continue;
      target.append(text.slice(from, start), element("mark", "", text.slice(start, start + length)));
      from = start + length;
    }
    target.append(text.slice(from));
  }

  let turn = 0;
  async function search(query) {
    const mine = ++turn;
    const words = fold(query).split(/\s+/).filter(Boolean);
    const none = !words.length || (words.length === 1 && [...words[0]].length < 2 && !/\p{Script=Han}/u.test(words[0]));
    found.hidden = none;
    rest.hidden = !none;
    if (none) { found.replaceChildren(); return; }
    if (!found.childElementCount) found.replaceChildren(element("p", "soft", box.dataset.wait));
    const [index, things] = await Promise.all([load("search/index.js"), load("search/things.js")]);
    const named = things.filter(([, , a, b]) => words.every((w) => tight(a + "\n" + b).includes(tight(w)))).slice(0, 12);
    const places = index.reports.filter((r) => words.every((w) => fold(r.join(" ")).includes(w)));
    const numbers = await candidates(index, words.map(tight));
    const hits = [];
    let more = numbers.length > READ;
    for (const number of numbers.slice(-READ).reverse()) {
      const [id] = index.reports[number];
      for (const row of await load(`search/report/${id}.js`)) {
        const name = tight(row[3]);
        const both = name + "\n" + tight(row[4]) + "\n" + row[5];
        if (!words.every((w) => both.includes(tight(w)))) continue;
        hits.push([words.every((w) => name.includes(tight(w))) ? 0 : 1, row[1], hits.length, number, row]);
      }
      if (mine !== turn) return;
    }
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    more = more || hits.length > MOST;
    show(query, words, index, named, places.slice(0, 12), hits.slice(0, MOST), hits.length, more);
  }

  function row(href, kind, title, words, small, quote) {
    const item = element("li");
    const link = element("a", "hit");
    link.href = href;
    if (kind) link.append(sign(kind));
    const text = element("span");
    const name = element("b");
    name.lang = "zh-CN";
    marked(name, title, words);
    text.append(name);
    if (small) text.append(" ", element("span", "where", small));
    if (quote) {
      const said = element("span", "quote");
      said.lang = "zh-CN";
      marked(said, quote, words);
      text.append(said);
    }
    link.append(text);
    item.append(link);
    return item;
  }

  function show(query, words, index, named, places, hits, count, more) {
    const parts = [];
    const total = count + named.length + places.length;
    const fill = (words, n) => words.replace("{q}", query).replace("{n}", n.toLocaleString());
    const sum = fill(total ? box.dataset.some : box.dataset.none, total);
    parts.push(element("h2", "", sum));
    const list = element("ol");
    const called = (kind) => index.words[kind][zh ? 0 : 1];
    const told = (...parts) => parts.filter(Boolean).join(" · ");
    for (const [id, a, b] of places) list.append(row(box.dataset.report.replace(/%40|@/, id), "report", zh ? a : b, words));
    for (const [key, kind, a, b, n, ...where] of named) list.append(row(box.dataset.thing.replace(/%40\/%40|@\/@/, key), kind, zh || !b ? a : b, words, told(called(`kind-${kind}`), zh ? where[0] : where.at(-1), `×${n}`)));
    for (const [, , , number, [local, family, kind, title, quote, year]] of hits) {
      const [id, a, b] = index.reports[number];
      const href = (single ? "" : box.dataset.report.replace(/%40|@/, id)) + `#c=${id}.${local}`;
      list.append(row(href, kind, title, words, told(called(index.families[family]), year, zh ? a : b), quote));
    }
    parts.push(list);
    if (more) parts.push(element("p", "soft", fill(box.dataset.more, hits.length)));
    found.replaceChildren(...parts);
    kg.say(sum);
  }

  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      kg.setHash([...(single ? [["p", "index"]] : []), ["q", box.value.trim()]], true);
      search(box.value);
    }, 120);
  });
  box.addEventListener("keydown", (event) => {
    const first = found.querySelector("a.hit");
    if (event.key === "Enter" && first && !found.hidden) first.click();
    else if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    else if (event.key === "Escape") { box.value = ""; kg.setHash([], true); search(""); }
  });
  found.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a.hit")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    (links[at + (event.key === "ArrowDown" ? 1 : -1)] || box).focus();
  });
  function restore() {
    const query = kg.hash().get("q") || "";
    box.value = query;
    search(query);
  }
  addEventListener("popstate", restore);
  restore();
})();
