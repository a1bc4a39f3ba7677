// The picture as PNG or SVG: made in the page, kept by the reader, sent nowhere.
import { byId } from "./words.js";

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function savers(view) {
  byId("graph-png").addEventListener("click", () => view.png((blob) => keep(blob, "graph.png")));
  byId("graph-svg").addEventListener("click", () => keep(new Blob([view.svg()], { type: "image/svg+xml" }), "graph.svg"));
}
