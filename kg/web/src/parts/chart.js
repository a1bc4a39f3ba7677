// Rows of text → a chart: what is text names the points, what is numbers makes them, a year runs along the ground.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const MOST = 40;
const PALETTES = {
  light: ["#1c6a8c", "#b02a57", "#857000", "#2c7a3f", "#6a4fa3", "#b0560a"],
  dark: ["#6fbfde", "#f58fb0", "#d9bc4e", "#83cf92", "#b8a4ea", "#f0a560"],
};

/** Return labels and series of rows, or null where there is nothing to draw. Columns: {name, kind}; rows: lists of text. */
export function series(columns, rows) {
  const at = (test) => columns.map((c, i) => [c, i]).filter(([c, i]) => test(c, i)).map(([, i]) => i);
  const year = at((c) => c.kind === "year" || c.name === "year")[0];
  const numbers = at((c, i) => c.kind === "number" && i !== year);
  const texts = at((c) => c.kind === "text");
  if (!numbers.length || (year === undefined && !texts.length)) return null;
  const ground = year ?? texts[0];
  const apart = numbers.length === 1 ? texts.find((i) => i !== ground && few(rows, i)) : undefined;
  if (apart === undefined) {
    // Each row is a point of its own; several numbers are several series.
    const shown = rows.slice(0, MOST);
    return {
      labels: shown.map((r) => r[ground]),
      sets: numbers.map((i) => ({ label: columns[i].name, data: shown.map((r) => number(r[i])) })),
      line: year !== undefined && shown.length > 1,
      hidden: rows.length - shown.length,
    };
  }
  const labels = [...new Set(rows.map((r) => r[ground]))].slice(0, MOST);
  if (year !== undefined) labels.sort();
  const names = [...new Set(rows.map((r) => r[apart]))];
  const found = new Map(rows.map((r) => [JSON.stringify([r[ground], r[apart]]), number(r[numbers[0]])]));
  const value = (label, name) => found.get(JSON.stringify([label, name])) ?? null;
  return {
    labels,
    sets: names.map((name) => ({ label: name, data: labels.map((label) => value(label, name)) })),
    line: year !== undefined && labels.length > 1,
    hidden: new Set(rows.map((r) => r[ground])).size - labels.length,
  };
}

function few(rows, i) {
  const values = new Set(rows.map((r) => r[i]));
  return values.size > 1 ? values.size <= 6 : values.size === 1;
}

function number(text) {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : null;
}

/** Draw rows into an element; return false where there is nothing to draw. */
export function draw(into, columns, rows, label) {
  const found = series(columns, rows);
  if (!found) return false;
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  into.replaceChildren(canvas);
  const flat = !found.line;
  into.style.height = flat ? `${Math.max(160, 60 + found.labels.length * (found.sets.length > 1 ? 30 : 24))}px` : "340px";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chart = new Chart(canvas, {
    type: found.line ? "line" : "bar",
    data: { labels: found.labels, datasets: found.sets.map((set) => ({ ...set, spanGaps: true, pointRadius: 5, maxBarThickness: 22 })) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: flat ? "y" : "x",
      plugins: { legend: { display: found.sets.length > 1 } },
      scales: { [flat ? "x" : "y"]: { beginAtZero: flat }, [flat ? "y" : "x"]: { ticks: { autoSkip: !flat } } },
    },
  });
  const colour = () => {
    const style = getComputedStyle(into);
    const palette = PALETTES[dark.matches ? "dark" : "light"];
    chart.data.datasets.forEach((set, i) => {
      set.backgroundColor = set.borderColor = palette[i % palette.length];
      set.pointStyle = ["circle", "rect", "triangle", "rectRot", "star", "cross"][i % 6];
    });
    chart.options.plugins.legend.labels = { color: style.color, usePointStyle: true };
    for (const scale of Object.values(chart.options.scales)) {
      scale.ticks = { ...scale.ticks, color: style.color, font: { family: style.fontFamily, size: 13 }, callback: cut };
      scale.grid = { color: dark.matches ? "#3a3d42" : "#dedad2" };
    }
    chart.update();
  };
  function cut(value) {
    const text = this.getLabelForValue(value);
    return typeof text === "string" && text.length > 16 ? text.slice(0, 15) + "…" : text;
  }
  colour();
  dark.addEventListener("change", colour);
  return true;
}
