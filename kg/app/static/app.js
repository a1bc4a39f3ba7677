// The app's own pages: places are suggested while one types; a build is followed until it is done.
"use strict";
(() => {
  const field = document.querySelector("[data-places]");
  if (field) {
    const list = document.getElementById(field.getAttribute("list"));
    let asked = 0;
    field.addEventListener("input", async () => {
      const mine = ++asked;
      const answer = await fetch(field.dataset.places + "?q=" + encodeURIComponent(field.value));
      if (!answer.ok || mine !== asked) return;
      const found = await answer.json();
      list.replaceChildren(...found.map(([value, within]) => {
        const option = new Option(within, value);
        return option;
      }));
    });
  }

  const stages = document.querySelector("[data-wait]");
  if (!stages) return;
  if (!new URLSearchParams(location.search).has("live")) {
    // Here the page asks by itself; the browser need not come again.
    location.replace(location.pathname + "?live");
    return;
  }
  async function look() {
    try {
      const answer = await fetch(stages.dataset.progress);
      const state = await answer.json();
      if (!state.running) return location.replace(location.pathname);
      for (const item of stages.children) {
        const name = item.dataset.stage;
        const before = item.className;
        item.className = state.done.includes(name) ? "done" : name === state.stage ? "now" : "later";
        if (item.className === "now") item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
        if (item.className === "now" && before !== "now") kg.say(item.textContent);
      }
    } catch {
      return; // The server was ended: there is nothing to wait for.
    }
    setTimeout(look, 400);
  }
  look();
})();
