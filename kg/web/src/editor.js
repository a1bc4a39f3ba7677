// The SPARQL editor: Yasqe and Yasr of Yasgui, with what belongs to this project given by the page, so that nothing else is
// asked for anything; the library of questions beside it; an address that keeps the query.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import { chartPlugin } from "./parts/chart-plugin.js";
import { library } from "./parts/library.js";
import { picturePlugin } from "./parts/picture-plugin.js";

const { Yasqe, Yasr } = Yasgui;
const given = JSON.parse(document.getElementById("given").textContent);
given.endpoint = new URL(given.endpoint, location).href;
const say = (key) => given.words[key];
const status = document.getElementById("state");

// Completion from the project's own vocabulary; what Yasqe would ask other sites for is never registered.
const own = (name, from, get) =>
  Yasqe.forkAutocompleter(from, { name, persistenceId: null, bulk: true, get }, false);
own("own-prefixes", "prefixes", () => Object.entries(given.prefixes).map(([p, iri]) => `${p}: <${iri}>`).sort());
own("own-classes", "class", () => terms("?x a owl:Class"));
own("own-properties", "property", () => terms("{ ?x a owl:ObjectProperty } UNION { ?x a owl:DatatypeProperty }"));

async function terms(pattern) {
  const query = `SELECT DISTINCT ?x { ${pattern} FILTER(ISIRI(?x)) } ORDER BY ?x LIMIT 500`;
  const answer = await fetch(`${given.endpoint}?${new URLSearchParams({ query })}`, {
    headers: { Accept: "application/sparql-results+json" },
  });
  return answer.ok ? (await answer.json()).results.bindings.map((b) => b.x.value) : [];
}

const start = address();
const yasqe = new Yasqe(document.getElementById("query"), {
  value: start.query || given.first,
  persistenceId: null,
  consumeShareLink: null,
  createShareableLink: link,
  createShortLink: undefined,
  showQueryButton: false,
  collapsePrefixesOnLoad: true,
  resizeable: false,
  lineWrapping: true,
  prefixCcApi: null,
  autocompleters: ["variables", "own-prefixes", "own-classes", "own-properties"],
  pluginButtons: undefined,
  requestConfig: {
    endpoint: given.endpoint,
    // A short query has an address that caches know.
    method: (editor) => (editor.getValue().length < 4000 ? "GET" : "POST"),
    acceptHeaderSelect: "application/sparql-results+json,*/*;q=0.5",
    acceptHeaderGraph: "text/turtle,*/*;q=0.5",
    headers: { "Accept-Language": given.lang },
  },
});
yasqe.getInputField().setAttribute("aria-label", say("e-query"));
for (const button of document.querySelectorAll("#query button:not([title]), #query .yasqe_share")) button.remove();

Yasr.registerPlugin("chart", chartPlugin(say("q-chart")), true);
Yasr.registerPlugin("picture", picturePlugin(say("q-graph"), () => yasqe.getValue(), given), true);
// In the order of their plugins; "response" shows what the server said as it is.
Yasr.plugins.table.defaults.tableConfig = {
  ...Yasr.plugins.table.defaults.tableConfig,
  language: { ...Yasr.plugins.table.defaults.tableConfig?.language, ...given.table },
};
const yasr = new Yasr(document.getElementById("results"), {
  persistenceId: null,
  prefixes: given.prefixes,
  pluginOrder: ["table", "chart", "picture", "response"],
  defaultPlugin: "table",
});

// Plain values at first sight, without types and languages.
yasr.plugins.table.persistentConfig = { pageSize: 50, compact: true, isEllipsed: false };
for (const [name, word] of [["table", "q-table"], ["response", "e-response"]])
  {
    const button = document.querySelector(`#results .select_${name}`);
    button.title = say(word);
    button.setAttribute("aria-label", say(word));
    button.querySelector("span").textContent = say(word);
  }

const run = document.getElementById("run");
const idle = run.textContent;
yasqe.on("query", () => {
  run.textContent = say("e-stop");
  status.textContent = "";
});
const ended = () => {
  run.textContent = idle;
};
yasqe.on("queryAbort", ended);
yasqe.on("queryResponse", (_, response, duration) => {
  ended();
  document.getElementById("answered").hidden = false;
  // The view that the address names is drawn once the first one is: Yasr draws one after the other.
  const { view } = address();
  if (view) yasr.once("drawn", () => select(view));
  yasr.setResponse(response, duration);
});
function select(view) {
  const name = { chart: "chart", graph: "picture", table: "table" }[view];
  if (yasr.plugins[name]?.canHandleResults()) yasr.selectPlugin(name);
}
run.addEventListener("click", () => (run.textContent === idle ? ask() : yasqe.abortQuery()));
yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), "Ctrl-Enter": () => ask(), "Cmd-Enter": () => ask(), Tab: false, "Shift-Tab": false });

function ask() {
  keep();
  yasqe.query().catch(ended);
}

// The address.
function address() {
  // An address of the endpoint that a browser opens has its query in front of the hash.
  const found = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
  return { query: found.get("query") ?? "", view: found.get("view") ?? "" };
}
function link() {
  const view = address().view;
  return `${location.origin}${location.pathname}#${new URLSearchParams({ query: yasqe.getValue(), ...(view ? { view } : {}) })}`;
}
function keep() {
  history.replaceState(null, "", link());
}
let waiting;
yasqe.on("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
});
addEventListener("hashchange", () => {
  const { query } = address();
  if (query && query !== yasqe.getValue()) {
    yasqe.setValue(query);
    ask();
  }
});
document.getElementById("copy").addEventListener("click", async () => {
  keep();
  try {
    await navigator.clipboard.writeText(link());
    status.textContent = say("copied");
  } catch {
    // Without the right to the clipboard the address line has it.
    status.textContent = location.href;
  }
});

// Links of answers lead to this server where it knows the thing.
const results = document.getElementById("results");
new MutationObserver(() => {
  for (const a of results.querySelectorAll("a[href]")) {
    const base = given.bases.find((b) => a.href.startsWith(b) && a.href !== b);
    if (base) {
      a.href = given.root + a.href.slice(base.length);
      a.removeAttribute("target");
    }
  }
  for (const [from, to] of Object.entries(given.said)) reword(results, from, to);
  for (const frame of results.querySelectorAll("table:not([aria-label])")) frame.setAttribute("aria-label", say("e-results"));
  for (const button of results.querySelectorAll("button:not([aria-label]):empty, button[title]:not([aria-label])"))
    button.setAttribute("aria-label", button.title || say("e-results"));
  for (const input of results.querySelectorAll("input:not([aria-label]), select:not([aria-label]), textarea:not([aria-label])"))
    input.setAttribute("aria-label", input.title || input.placeholder || say("e-results"));
}).observe(results, { childList: true, subtree: true });

// Yasr speaks English: its words as the page gives them.
function reword(within, from, to) {
  for (const found of within.querySelectorAll(".yasr_header :is(span, label, div), .yasr_response_chip")) {
    const text = found.firstChild;
    if (text?.nodeType === Node.TEXT_NODE && text.data.includes(from)) text.data = text.data.replace(from, to);
  }
  for (const input of within.querySelectorAll(`[placeholder="${from}"]`)) {
    input.placeholder = to;
    input.setAttribute("aria-label", to);
  }
}

library(document.getElementById("library"), given, say, {
  fill(text, view) {
    history.replaceState(null, "", `#${new URLSearchParams({ query: text, view })}`);
    yasqe.setValue(text);
    yasqe.collapsePrefixes(true);
  },
  ask,
});

if (start.query) ask();
