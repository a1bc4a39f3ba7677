// The one interface to the library that draws: setGraph, setStyle, flyTo, onPick and what saves a picture. Nothing else
// knows of force-graph, which gives the canvas, the camera, pinch and wheel; places come with the graph and nothing moves.
import ForceGraph from "force-graph";
import { placeLabels } from "./labels.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

// Marks in a field from -1 to 1; the same shapes as the legend's.
const shapes = {
  dot: (c, x, y, r) => {
    c.moveTo(x + r, y);
    c.arc(x, y, r, 0, 2 * Math.PI);
  },
  square: (c, x, y, r) => c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8),
  diamond: (c, x, y, r) => corners(c, x, y, r, [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]),
  triangle: (c, x, y, r) => corners(c, x, y, r, [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]]),
  triangleDown: (c, x, y, r) => corners(c, x, y, r, [[0, 1.1], [1.1, -0.9], [-1.1, -0.9]]),
  hexagon: (c, x, y, r) => corners(c, x, y, r, [[-0.55, -1], [0.55, -1], [1.1, 0], [0.55, 1], [-0.55, 1], [-1.1, 0]]),
  star: (c, x, y, r) => corners(c, x, y, r, Array.from({ length: 10 }, (_, i) => {
    const far = i % 2 ? 0.5 : 1.25;
    return [far * Math.sin((i * Math.PI) / 5), -far * Math.cos((i * Math.PI) / 5)];
  })),
};

function corners(c, x, y, r, points) {
  points.forEach(([dx, dy], i) => (i ? c.lineTo(x + r * dx, y + r * dy) : c.moveTo(x + r * dx, y + r * dy)));
  c.closePath();
}

export function createRenderer(box) {
  let scene = { nodes: [], links: [] };
  let style = null;
  let pick = () => {};
  let hover = () => {};
  let labels = [];
  let hovered = null;

  const view = new ForceGraph(box)
    .cooldownTicks(0)
    .d3Force("link", null)
    .d3Force("charge", null)
    .d3Force("center", null)
    .enableNodeDrag(false)
    .enablePointerInteraction(false)
    .minZoom(0.002)
    .maxZoom(6)
    .nodeVisibility(() => false)
    .linkColor((link) => link.colour)
    .linkWidth((link) => link.width)
    .onRenderFramePre((context, scale) => style && ground(context, scale))
    .onRenderFramePost((context, scale) => style && marks(context, scale));
  const canvas = box.querySelector("canvas");

  // Marks do not shrink to nothing, nor, from far away, grow over each other: they stand 40 apart.
  const radius = (node, scale) => (node.circle ? Math.max(node.r, 4 / scale) : Math.max(node.r, Math.min(node.least / scale, 26)));

  function inView(scale, margin = 60) {
    const { x, y } = view.centerAt();
    const [half, high] = [box.clientWidth / 2 / scale + margin / scale, box.clientHeight / 2 / scale + margin / scale];
    return (node, r) => Math.abs(node.x - x) < half + r && Math.abs(node.y - y) < high + r;
  }

  // Open circles lie under everything, as rings that their members stand in; closed ones over the lines between them, as
  // discs whose rim shows what they hold.
  function ground(context, scale) {
    circles(context, scale, true);
  }

  function circles(context, scale, open) {
    const seen = inView(scale);
    for (const node of scene.nodes) {
      if (!node.circle || node.ring !== open || !seen(node, node.r)) continue;
      context.beginPath();
      context.arc(node.x, node.y, radius(node, scale), 0, 2 * Math.PI);
      context.globalAlpha = node.dim ? 0.35 : 1;
      if (!node.ring) {
        context.fillStyle = node.lit ? style.litDisc : node.chosen ? style.chosenDisc : style.disc;
        context.fill();
        rim(context, node, scale);
      }
      context.lineWidth = (node.chosen ? 2.5 : 1) / scale;
      context.strokeStyle = node.chosen || node === hovered ? style.accent : style.rim;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function rim(context, node, scale) {
    const r = radius(node, scale);
    const thick = Math.min(5 / scale, r * 0.22);
    let at = -Math.PI / 2;
    context.lineWidth = thick;
    for (const [kind, share] of node.mix) {
      const to = at + share * 2 * Math.PI;
      context.beginPath();
      context.arc(node.x, node.y, r - thick / 2, at, to);
      context.strokeStyle = style.kinds[kind].colour;
      context.stroke();
      at = to;
    }
  }

  function marks(context, scale) {
    circles(context, scale, false);
    const seen = inView(scale);
    // One path for all marks alike: thousands of strokes are what takes time.
    const alike = new Map();
    for (const node of scene.nodes) {
      if (node.circle) continue;
      const r = radius(node, scale);
      if (!seen(node, r)) continue;
      const key = node.kind + (node.dim ? "-" : "+");
      if (!alike.has(key)) alike.set(key, []);
      alike.get(key).push(node);
    }
    for (const [key, nodes] of alike) {
      const look = style.kinds[key.slice(0, -1)];
      const draw = shapes[look.shape] || shapes.dot;
      context.beginPath();
      for (const node of nodes) draw(context, node.x, node.y, radius(node, scale));
      context.globalAlpha = key.endsWith("-") ? 0.22 : 1;
      context.fillStyle = look.hollow ? style.paper : look.colour;
      context.fill();
      context.lineWidth = 1.5 / scale;
      context.strokeStyle = look.colour;
      context.stroke();
    }
    context.globalAlpha = 1;
    for (const node of scene.nodes) if (node.chosen && !node.circle) ring(context, node, scale, style.accent, 2.2);
    if (hovered && !hovered.circle) ring(context, hovered, scale, style.ink, 1.4);
    labels = placeLabels(context, scene.nodes, {
      scale,
      seen,
      radius: (node) => radius(node, scale),
      screen: (x, y) => view.graph2ScreenCoords(x, y),
      width: box.clientWidth,
      height: box.clientHeight,
      style,
    });
  }

  function ring(context, node, scale, colour, width) {
    context.beginPath();
    context.arc(node.x, node.y, radius(node, scale) + 5 / scale, 0, 2 * Math.PI);
    context.lineWidth = width / scale;
    context.strokeStyle = colour;
    context.stroke();
  }

  // The mark under a place of the screen: the nearest one within reach, else the innermost circle.
  function under(event) {
    const field = canvas.getBoundingClientRect();
    const { x, y } = view.screen2GraphCoords(event.clientX - field.left, event.clientY - field.top);
    const scale = view.zoom();
    const reach = (event.pointerType === "touch" ? 18 : 9) / scale;
    let best = null;
    let least = Infinity;
    let circle = null;
    for (const node of scene.nodes) {
      const far = Math.hypot(node.x - x, node.y - y);
      if (node.circle) {
        if (far < radius(node, scale) && (!circle || node.r < circle.r)) circle = node;
      } else if (far < radius(node, scale) + reach && far < least) {
        least = far;
        best = node;
      }
    }
    return best || circle;
  }

  let pressed = null;
  canvas.addEventListener("pointerdown", (event) => {
    pressed = { x: event.clientX, y: event.clientY };
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!pressed || event.button) return;
    const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    pressed = null;
    if (moved < 6) pick(under(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    const node = under(event);
    if (node === hovered) return;
    hovered = node;
    canvas.classList.toggle("over", Boolean(node));
    hover(node);
    redraw();
  });
  canvas.addEventListener("pointerleave", () => {
    hovered = null;
    hover(null);
    redraw();
  });

  const redraw = () => view.linkWidth(view.linkWidth());

  const resize = () => {
    if (box.clientWidth && box.clientHeight) view.width(box.clientWidth).height(box.clientHeight);
  };
  resize();
  new ResizeObserver(resize).observe(box);

  return {
    setGraph(next) {
      scene = next;
      scene.byRank = null;
      hovered = null;
      view.graphData({ nodes: next.nodes, links: next.links });
    },
    setStyle(next) {
      style = next;
      redraw();
    },
    // Bring a field of the picture (left, top, right, bottom) into view.
    flyTo({ left, top, right, bottom }, { most = 2, still = false } = {}) {
      const pad = Math.min(60, box.clientWidth * 0.06);
      const scale = Math.min((box.clientWidth - 2 * pad) / Math.max(right - left, 1), (box.clientHeight - 2 * pad) / Math.max(bottom - top, 1), most);
      const time = still || calm.matches ? 0 : 450;
      view.zoom(scale, time).centerAt((left + right) / 2, (top + bottom) / 2, time);
      redraw();
    },
    zoomBy(factor) {
      view.zoom(Math.min(6, Math.max(0.002, view.zoom() * factor)), calm.matches ? 0 : 150);
    },
    panBy(dx, dy) {
      const { x, y } = view.centerAt();
      view.centerAt(x + dx / view.zoom(), y + dy / view.zoom(), 0);
    },
    onPick(then) {
      pick = then;
    },
    onHover(then) {
      hover = then;
    },
    // Ring a mark that the keyboard is at, and bring it in where it is out of sight.
    point(node) {
      hovered = node;
      const { x, y } = view.graph2ScreenCoords(node.x, node.y);
      if (x < 20 || y < 20 || x > box.clientWidth - 20 || y > box.clientHeight - 20) view.centerAt(node.x, node.y, calm.matches ? 0 : 200);
      redraw();
    },
    redraw,
    labels: () => labels,
    where: (node) => view.graph2ScreenCoords(node.x, node.y),
    camera: () => ({ ...view.centerAt(), scale: view.zoom() }),
    // The picture as it is on the screen.
    png: (then) => {
      const copy = document.createElement("canvas");
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext("2d");
      context.fillStyle = style.paper;
      context.fillRect(0, 0, copy.width, copy.height);
      context.drawImage(canvas, 0, 0);
      copy.toBlob(then, "image/png");
    },
    svg: () => drawn(scene, style, labels, view, box, radius),
  };
}

// The same picture as SVG: text stays text, and every mark can be taken apart.
function drawn(scene, style, labels, view, box, radius) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const [width, height] = [box.clientWidth, box.clientHeight];
  const scale = view.zoom();
  const put = (tag, attributes, text) => {
    const element = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
    if (text !== undefined) element.textContent = text;
    svg.append(element);
  };
  for (const [name, value] of Object.entries({ xmlns: space, width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(name, value);
  put("rect", { width, height, fill: style.paper });
  const at = (node) => view.graph2ScreenCoords(node.x, node.y);
  const inside = ({ x, y }, r) => x > -r && y > -r && x < width + r && y < height + r;
  const circle = (node) => {
    const { x, y } = at(node);
    if (inside({ x, y }, node.r * scale)) put("circle", { cx: x, cy: y, r: radius(node, scale) * scale, fill: node.ring ? "none" : style.disc, stroke: style.rim });
  };
  scene.nodes.filter((node) => node.circle && node.ring).forEach(circle);
  for (const link of scene.links) {
    const [a, b] = [at(link.source), at(link.target)];
    if (inside(a, 0) || inside(b, 0)) put("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: link.colour, "stroke-width": link.width });
  }
  scene.nodes.filter((node) => node.circle && !node.ring).forEach(circle);
  for (const node of scene.nodes) {
    if (node.circle) continue;
    const { x, y } = at(node);
    if (!inside({ x, y }, 20)) continue;
    const look = style.kinds[node.kind];
    const steps = [];
    const pen = {
      moveTo: (px, py) => steps.push(`M${px.toFixed(1)} ${py.toFixed(1)}`),
      lineTo: (px, py) => steps.push(`L${px.toFixed(1)} ${py.toFixed(1)}`),
      closePath: () => steps.push("Z"),
      rect: (px, py, w, h) => steps.push(`M${px.toFixed(1)} ${py.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}Z`),
      arc: (px, py, r) => steps.push(`M${(px + r).toFixed(1)} ${py.toFixed(1)}a${r} ${r} 0 1 0 ${-2 * r} 0a${r} ${r} 0 1 0 ${2 * r} 0`),
    };
    (shapes[look.shape] || shapes.dot)(pen, x, y, radius(node, scale) * scale);
    put("path", { d: steps.join(""), fill: look.hollow ? style.paper : look.colour, stroke: look.colour, opacity: node.dim ? 0.22 : 1 });
  }
  for (const label of labels) {
    label.lines.forEach((line, i) => put("text", {
      x: label.x, y: label.top + label.size * (0.85 + 1.25 * i), "text-anchor": "middle", "font-size": label.size,
      "font-family": "sans-serif", fill: style.ink, stroke: style.paper, "stroke-width": 3, "paint-order": "stroke",
    }, line));
  }
  return new XMLSerializer().serializeToString(svg);
}
