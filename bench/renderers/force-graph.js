// force-graph (vasturiano), Canvas 2D: nodes at the places given, no simulation.
import ForceGraph from "force-graph";

window.draw = (box, data, ready) => {
  const nodes = data.nodes.map((n) => ({ ...n }));
  const links = data.edges.map(([s, t]) => ({ source: nodes[s], target: nodes[t] }));
  let drawn = false;
  const graph = new ForceGraph(box)
    .width(box.clientWidth)
    .height(box.clientHeight)
    .cooldownTicks(0)
    .d3Force("link", null)
    .d3Force("charge", null)
    .d3Force("center", null)
    .enableNodeDrag(false)
    .enablePointerInteraction(data.pointer !== false)
    .autoPauseRedraw(true)
    .nodeRelSize(3)
    .nodeColor("color")
    .nodeLabel(null)
    .linkColor(() => "#c3bcae")
    .onRenderFramePost(() => {
      if (!drawn) {
        drawn = true;
        ready();
      }
    })
    .graphData({ nodes, links });
  const xs = nodes.map((n) => n.x);
  const wide = Math.max(...xs) - Math.min(...xs) || 1;
  graph.centerAt(0, 0).zoom(box.clientWidth / wide / 1.1);
};
