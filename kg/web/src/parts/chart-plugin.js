// The chart as a view of Yasr.
import { draw, series } from "./chart.js";

const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"]);

export function chartPlugin(label) {
  return class Chart {
    priority = 6;
    label = label;
    hideFromSelection = false;

    constructor(yasr) {
      this.yasr = yasr;
    }

    rows() {
      const results = this.yasr.results;
      const names = results?.getVariables() ?? [];
      const bindings = results?.getBindings() ?? [];
      const columns = names.map((name) => ({ name, kind: kind(bindings.map((b) => b[name]).find(Boolean)) }));
      return [columns, bindings.map((b) => names.map((name) => b[name]?.value ?? ""))];
    }

    canHandleResults() {
      return Boolean(this.yasr.results?.getBindings?.()?.length && series(...this.rows()));
    }

    draw() {
      const figure = document.createElement("figure");
      figure.className = "chart";
      this.yasr.resultsEl.replaceChildren(figure);
      draw(figure, ...this.rows(), label);
    }

    getIcon() {
      return icon("M2 14V2h1.6v10.4H14V14zM5 11V7h2v4zm3.5 0V4h2v7zM12 11V6h2v5z");
    }
  };
}

function kind(term) {
  if (!term || term.type === "uri" || term.type === "bnode") return "iri";
  const type = term.datatype?.split("#")[1];
  return type === "gYear" ? "year" : NUMBERS.has(type) ? "number" : "text";
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }))
    svg.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  line.setAttribute("fill", "currentColor");
  svg.append(line);
  return svg;
}
