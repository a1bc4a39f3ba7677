// Rows of a page by facets: filter, find, sort; the count is told, the choice stands in the address.
"use strict";
for (const form of document.querySelectorAll("form[data-facets]")) {
  const name = form.dataset.facets;
  const rows = [...document.querySelectorAll(`[data-row="${name}"]`)];
  const selects = [...form.querySelectorAll("select[data-by]")];
  const sort = form.querySelector("select[data-sort]");
  const find = form.querySelector("[data-find]");
  const shown = form.querySelector("[data-shown]");
  const groups = [...document.querySelectorAll(`[data-facet-group="${name}"]`)];
  const collator = new Intl.Collator(document.documentElement.lang);
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const order = [...document.querySelectorAll("[data-result]")].length
    ? ["missed", "partly-met", "met", "exceeded", "target-changed", "not-mentioned-again", "not-comparable", "pending"]
    : [];
  const keys = {
    "": (row) => Number(row.dataset.rank || 0),
    rank: (row) => order.indexOf(row.dataset.result),
    gap: (row) => (row.dataset.gap === "" ? Infinity : Number(row.dataset.gap)),
    name: (row) => row.dataset.name || "",
  };
  const apply = (write) => {
    const words = (find ? find.value : "").toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((s) => s.value);
    let n = 0;
    for (const row of rows) {
      const fits =
        chosen.every((s) => (row.dataset[s.dataset.by] || "").split("|").includes(s.value)) &&
        words.every((word) => text(row).includes(word));
      row.hidden = !fits;
      n += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(`[data-row="${name}"]:not([hidden])`);
    if (shown) shown.value = shown.dataset.words.replace("{n}", n.toLocaleString()).replace("{all}", rows.length.toLocaleString());
    // Within one file the address says which page is shown.
    if (write && !document.querySelector(".leaf")) {
      const state = new URLSearchParams();
      for (const s of [...selects, sort].filter((s) => s && s.value)) state.set(s.dataset.by || "sort", s.value);
      if (words.length) state.set("q", find.value);
      history.replaceState(null, "", state.size ? "#" + state : location.pathname + location.search);
    }
  };
  const arrange = () => {
    const key = keys[sort ? sort.value : ""];
    const bodies = new Map();
    rows.forEach((row) => bodies.set(row.parentNode, [...(bodies.get(row.parentNode) || []), row]));
    for (const [body, own] of bodies) {
      own.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        return typeof x === "string" ? collator.compare(x, y) : x - y || 0;
      });
      body.append(...own);
    }
  };
  const state = new URLSearchParams(location.hash.slice(1));
  for (const s of [...selects, sort].filter(Boolean)) {
    const value = state.get(s.dataset.by || "sort");
    if (value !== null && [...s.options].some((o) => o.value === value)) s.value = value;
  }
  if (find && state.get("q")) find.value = state.get("q");
  form.addEventListener("input", () => apply(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { arrange(); apply(true); }));
  if (sort) sort.addEventListener("change", arrange);
  if (sort && sort.value) arrange();
  apply(false);
}
