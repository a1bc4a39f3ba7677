// The library of questions beside the editor: find one, fill in its parameters, put it into the editor or run it.

export async function library(into, given, say, editor) {
  const list = into.querySelector("[data-list]");
  const answer = await fetch(given.queries, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    list.textContent = `${answer.status} ${await answer.text()}`;
    return;
  }
  const { questions } = await answer.json();
  for (const asked of questions) list.append(entry(asked, given, say, editor));
  const find = into.querySelector("input[type=search]");
  const count = into.querySelector("[data-count]");
  const filter = () => {
    const words = plain(find.value).split(" ").filter(Boolean);
    let shown = 0;
    questions.forEach((asked, i) => {
      asked.held ??= plain([asked.name, asked.id, ...[asked.title, asked.question, asked.description].flatMap(Object.values)].join(" "));
      const fits = words.every((word) => asked.held.includes(word));
      list.children[i].hidden = !fits;
      shown += fits;
    });
    count.textContent = say("q-count").replace("{n}", shown);
  };
  find.addEventListener("input", filter);
  filter();
}

const plain = (text) => text.toLowerCase().replace(/[-/_\s]+/g, " ");

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function entry(asked, given, say, editor) {
  const lang = given.lang;
  const summary = element("summary", {}, asked.question[lang], " ", element("small", {}, asked.id ?? ""));
  const details = element("details", {}, summary);
  // What a question holds is made when it is opened: there are many of them.
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(opened(asked, given, say, editor)));
  return element("li", {}, details);
}

function opened(asked, given, say, editor) {
  const lang = given.lang;
  const form = element("form", { class: "asked" });
  form.append(element("p", { class: "note" }, asked.description[lang] ?? ""));
  for (const parameter of asked.parameters.filter((p) => p.default !== "@lang")) form.append(field(asked, parameter, lang, say));
  const wrong = element("p", { class: "error", role: "alert", hidden: "" });
  const fill = element("button", { type: "button" }, say("e-fill"));
  const run = element("button", { type: "submit", class: "go" }, say("e-ask"));
  form.append(wrong, element("p", { class: "actions" }, run, fill));
  if (asked.example) form.append(example(asked.example, say));
  const put = async () => {
    const typed = [...new FormData(form)].filter(([, value]) => value.trim());
    const parameters = new URLSearchParams([...typed, ["format", "sparql"]]);
    const answer = await fetch(`${given.queries}/${asked.name}?${parameters}`, { headers: { "Accept-Language": lang } });
    const text = await answer.text();
    wrong.hidden = answer.ok;
    wrong.textContent = answer.ok ? "" : text;
    if (answer.ok) editor.fill(text, asked.view);
    return answer.ok;
  };
  fill.addEventListener("click", put);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await put()) editor.ask();
  });
  return form;
}

function field(asked, parameter, lang, say) {
  const id = `f-${asked.id}-${parameter.name}`;
  const label = element("label", { for: id }, parameter.label[lang] ?? parameter.name);
  const fixed = parameter.default && !parameter.default.startsWith("@") ? parameter.default : "";
  let input;
  if (parameter.allowed) {
    input = element("select", { id, name: parameter.name });
    if (!fixed) input.append(element("option", { value: "" }, say("q-any")));
    for (const value of parameter.allowed) input.append(element("option", { value, selected: value === fixed ? "" : undefined }, value));
  } else {
    input = element("input", { id, name: parameter.name, value: fixed, placeholder: parameter.example, autocomplete: "off" });
    if (parameter.required) input.required = true;
  }
  return element("div", { class: "field" }, label, input);
}

function example({ columns, rows, madeUp, total }, say) {
  const cells = (tag, row) => element("tr", {}, ...row.map((value) => element(tag, tag === "th" ? { scope: "col" } : {}, short(value))));
  const table = element("table", {}, element("thead", {}, cells("th", columns)), element("tbody", {}, ...rows.slice(0, 3).map((row) => cells("td", row))));
  const told = (madeUp ? say("e-made-up") : say("e-of-report")).replace("{n}", total);
  return element("div", { class: "wide", role: "region", tabindex: "0", "aria-label": say("q-example") }, element("p", { class: "note" }, told), table);
}

const short = (value) => (/^https?:\/\//.test(value) ? value.replace(/^.*[/#]/, "…") : value.length > 40 ? value.slice(0, 39) + "…" : value);
