// The page of a question: draws the chart of its answer from the table that is there already.
import { draw } from "./parts/chart.js";

for (const figure of document.querySelectorAll("[data-chart]")) {
  const table = document.getElementById(figure.dataset.chart);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent));
  const kinds = [...table.tBodies[0].rows[0].cells].map((cell) => cell.className || "text");
  const columns = [...table.tHead.rows[0].cells].map((cell, i) => ({ name: cell.textContent, kind: kinds[i] }));
  if (!draw(figure, columns, rows, figure.getAttribute("aria-label"))) figure.remove();
}
