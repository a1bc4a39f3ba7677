// The graph as a view of Yasr: the server draws it, on a page of its own.
import { icon } from "./chart-plugin.js";

const MOST = 6000;

export function picturePlugin(label, text, given) {
  return class Picture {
    priority = 5;
    label = label;
    hideFromSelection = false;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      if (text().length > MOST) return false;
      const results = this.yasr.results;
      if (!results || results.hasError?.()) return false;
      return Boolean(results.getStatements?.()?.length || (results.getVariables?.()?.length > 1 && results.getBindings?.()?.length));
    }

    draw() {
      const frame = document.createElement("iframe");
      frame.title = label;
      frame.className = "picture";
      frame.src = `${given.picture}?${new URLSearchParams({ query: text(), lang: given.lang })}`;
      this.yasr.resultsEl.replaceChildren(frame);
    }

    getIcon() {
      return icon("M3.5 1.5a2 2 0 0 1 1.9 2.6l4 2.2a2 2 0 1 1-.5 3.2l-3.4 2a2 2 0 1 1-.7-1.2l3.4-2a2 2 0 0 1 .1-.8l-4-2.2a2 2 0 1 1-.8-3.8z");
    }
  };
}
