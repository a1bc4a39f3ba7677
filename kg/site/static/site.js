// What every page may use with a script on; nothing is needed without one.
"use strict";
document.documentElement.classList.remove("plain");

const kg = {
  // The address part behind the number sign as names and values: #s=120-164&k=target
  hash() {
    return new Map(
      location.hash.slice(1).split("&").filter(Boolean).map((part) => {
        const at = part.indexOf("=");
        return at < 0 ? [part, ""] : [part.slice(0, at), kg.plain(part.slice(at + 1))];
      }),
    );
  },
  // What was escaped for an address as it was; what is no escaped text (typed by hand, cut off) stays as it is.
  plain(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  },
  // Tell at the top of a page that what the address points at is not there; without a page, take that back.
  gone(page) {
    document.querySelector(".gone")?.remove();
    if (!page) return;
    const told = document.createElement("p");
    told.className = "gone";
    told.textContent = kg.word("gone");
    page.prepend(told);
    scrollTo(0, 0);
    kg.say(told.textContent);
  },
  setHash(values, replace) {
    const parts = [...values].filter(([, v]) => v !== "" && v != null);
    const hash = parts.map(([k, v]) => k + "=" + encodeURIComponent(v).replace(/%2C/g, ",").replace(/%2F/g, "/")).join("&");
    const url = location.pathname + location.search + (hash ? "#" + hash : "");
    if (replace) history.replaceState(null, "", url);
    else if (location.hash.slice(1) !== hash) history.pushState(null, "", url);
  },
  say(words) {
    document.getElementById("kg-status").textContent = words;
  },
  word(key) {
    return document.body.dataset[key] || "";
  },
  calm: matchMedia("(prefers-reduced-motion: reduce)"),
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      kg.say(kg.word("copied"));
      return true;
    } catch {
      return false;
    }
  },
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.copy");
  if (!link) return;
  // The link is copied and followed: where copying is not allowed, it stands in the address bar.
  kg.copy(link.href).then((done) => {
    if (!done) return;
    link.dataset.done = kg.word("copied");
    setTimeout(() => delete link.dataset.done, 1600);
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const box = document.querySelector("input[type=search]");
  event.preventDefault();
  if (box && box.offsetParent !== null) box.focus();
  else location.href = document.body.dataset.home;
});
