// One file with many pages: the address says which one is shown.
"use strict";
(() => {
  const sheets = [...document.querySelectorAll(".leaf")];
  const title = document.title;
  function show() {
    const hash = kg.hash();
    const name = hash.has("p") ? "p=" + hash.get("p") : kg.plain(location.hash.slice(1));
    const target = name && document.getElementById(name);
    const before = document.querySelector(".leaf.current");
    const sheet = target ? target.closest(".leaf") : (name && before) || sheets[0];
    if (!sheet) return;
    kg.gone(name && !target ? sheet : null);
    for (const other of sheets) other.classList.toggle("current", other === sheet);
    document.title = sheet === sheets[0] ? title : sheet.dataset.title + " · " + title;
    for (const link of document.querySelectorAll("header.site nav a")) {
      if (link.getAttribute("href") === "#" + sheet.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (before !== sheet) {
      if (target && target !== sheet) target.scrollIntoView({ block: "center" });
      else scrollTo(0, 0);
    }
  }
  addEventListener("popstate", show);
  show();
})();
