// What is shown, as the fragment of the address: short, stable names, so that it can be shared, reloaded and gone back to.
import { facets, names } from "./filters.js";

const list = (value) => new Set((value || "").split(",").filter(Boolean));

export function read() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const off = { kind: list(parts.get("t")) };
  for (const name of names) off[name] = new Set((parts.get(facets[name].short) ?? "").split(",").filter((v, i, all) => v || all.length > 1).map((v) => (v === "-" ? "" : v)));
  return {
    thing: parts.get("n") || "",
    link: parts.get("e") || "",
    to: parts.get("to") || "",
    group: parts.get("g") || "",
    open: list(parts.get("o")),
    grown: list(parts.get("x")),
    all: parts.has("all"),
    home: parts.has("h"),
    off,
  };
}

export function write(state) {
  const parts = new URLSearchParams();
  // In a site of one file the page itself is named in the fragment too.
  const page = new URLSearchParams(location.hash.slice(1)).get("p");
  if (page) parts.set("p", page);
  const put = (key, value) => value && parts.set(key, value);
  put("n", state.thing);
  put("e", state.link);
  put("to", state.to);
  put("g", state.group);
  put("o", [...state.open].sort().join(","));
  put("x", [...state.grown].sort().join(","));
  if (state.all) parts.set("all", "1");
  if (state.home) parts.set("h", "1");
  put("t", [...state.off.kind].sort().join(","));
  for (const name of names) put(facets[name].short, [...state.off[name]].map((v) => v || "-").sort().join(","));
  // Slashes, commas and stops may stand in a fragment as they are, and read better.
  return "#" + parts.toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
}

export const copy = (state) => ({
  ...state,
  open: new Set(state.open),
  grown: new Set(state.grown),
  off: Object.fromEntries(Object.entries(state.off).map(([name, set]) => [name, new Set(set)])),
});
