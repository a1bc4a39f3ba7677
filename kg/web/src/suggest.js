// Names of things are suggested while one types.
const field = document.querySelector("input[data-suggest]");
const list = document.getElementById("suggested");
let waiting;
let asked = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  const words = field.value.trim();
  if (!words) return;
  waiting = setTimeout(async () => {
    const turn = ++asked;
    const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: words })}`);
    if (!answer.ok || turn !== asked) return;
    const { suggestions } = await answer.json();
    const labels = [...new Set(suggestions.map((s) => s.label))];
    list.replaceChildren(...labels.map((label) => Object.assign(document.createElement("option"), { value: label })));
  }, 150);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    field.focus();
  }
});
