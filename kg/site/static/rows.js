// The table of everything over many reports: the rows of those asked for are loaded, filtered, and shown in portions.
"use strict";
{
  const PORTION = 200;
  const form = document.querySelector("form[data-rows]");
  const section = document.querySelector("[data-found]");
  const body = section.querySelector("tbody");
  const next = section.querySelector("[data-next]");
  const output = form.querySelector("output");
  const inputs = [...form.querySelectorAll("[data-by]")];
  const shards = [...document.querySelector("[data-shards]").content.children];
  const kinds = new Map([...document.querySelector("[data-kinds]").content.children].map((e) => [e.dataset.kind, e]));
  const loaded = new Map();
  self.kgRows = { push: ([report, rows]) => loaded.set(report, rows) };
  let found = [];
  let shown = 0;
  let asked = 0;

  const load = (shard) =>
    new Promise((done) => {
      if (loaded.has(shard.dataset.report)) return done();
      const script = document.createElement("script");
      script.src = shard.getAttribute("href");
      script.onload = script.onerror = done;
      document.head.append(script);
    });
  const cell = (content, lang) => {
    const td = document.createElement("td");
    if (lang) td.lang = lang;
    td.append(content);
    return td;
  };
  const link = (href, words) => {
    const a = document.createElement("a");
    a.href = href;
    a.textContent = words;
    return a;
  };
  const portion = () => {
    for (const [shard, row] of found.slice(shown, shown + PORTION)) {
      const [local, kind, heading, year, , , , , quote] = row;
      const report = shard.dataset.report;
      const tr = document.createElement("tr");
      const text = form.dataset.report.replace("REPORT", report) + "#c=" + report + "." + local;
      const promise = form.dataset.promise.replace("REPORT", report).replace("LOCAL", local);
      tr.append(
        cell(kinds.get(kind).cloneNode(true)),
        cell(kind === "target" ? link(promise, heading) : heading, "zh-CN"),
        cell(year ? String(year) : ""),
        cell(link(text, quote || heading), "zh-CN"),
        cell(shard.textContent),
      );
      body.append(tr);
    }
    shown = Math.min(shown + PORTION, found.length);
    next.hidden = shown >= found.length;
    output.value = form.dataset.words.replace("{n}", shown.toLocaleString()).replace("{all}", found.length.toLocaleString());
  };
  const apply = async (write) => {
    const turn = ++asked;
    const want = Object.fromEntries(inputs.map((i) => [i.dataset.by, i.value.trim().toLowerCase()]));
    const words = want.q.split(/\s+/).filter(Boolean);
    const any = Object.values(want).some(Boolean);
    if (write) {
      const state = new URLSearchParams(Object.entries(want).filter(([, v]) => v));
      history.replaceState(null, "", any ? "#" + state : location.pathname + location.search);
    }
    section.hidden = !any;
    output.value = any ? form.dataset.loading : "";
    if (!any) return;
    const fitting = shards.filter((s) => (!want.place || s.dataset.place === want.place) && (!want.plan || s.dataset.plan === want.plan));
    for (let i = 0; i < fitting.length; i += 8) {
      await Promise.all(fitting.slice(i, i + 8).map(load));
      if (turn !== asked) return;
    }
    found = [];
    for (const shard of fitting) {
      for (const row of loaded.get(shard.dataset.report) || []) {
        const [, kind, heading, year, chapter, whom, measure, status, quote] = row;
        if (
          (!want.kind || kind === want.kind) &&
          (!want.year || String(year) === want.year) &&
          (!want.status || status === want.status) &&
          (!want.indicator || measure.toLowerCase().includes(want.indicator)) &&
          (!want.section || chapter.toLowerCase().includes(want.section)) &&
          words.every((w) => (heading + whom + quote).toLowerCase().includes(w))
        )
          found.push([shard, row]);
      }
    }
    body.replaceChildren();
    shown = 0;
    portion();
  };
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => apply(true), 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => apply(true)));
  next.addEventListener("click", portion);
  const state = new URLSearchParams(location.hash.slice(1));
  for (const input of inputs) if (state.has(input.dataset.by)) input.value = state.get(input.dataset.by);
  if ([...state.keys()].length) apply(false);
}
