// The map's measure and year: the choice stands in the address; its table is opened.
"use strict";
{
  const form = document.querySelector("form[data-map]");
  const select = form.querySelector("select");
  const layers = [...document.querySelectorAll("svg g[data-layer]")];
  const show = (write) => {
    for (const layer of layers) layer.toggleAttribute("hidden", layer.dataset.layer !== select.value);
    for (const table of document.querySelectorAll("[data-table]")) table.open = table.dataset.table === select.value;
    // Within one file the address says which page is shown.
    if (write && !document.querySelector(".leaf")) history.replaceState(null, "", select.value === "all" ? location.pathname + location.search : "#m=" + select.value);
  };
  const asked = new URLSearchParams(location.hash.slice(1)).get("m");
  if ([...select.options].some((o) => o.value === asked)) select.value = asked;
  select.addEventListener("change", () => show(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  show(false);
}
