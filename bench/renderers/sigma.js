// sigma.js 3 on graphology, WebGL: nodes at the places given.
import Graph from "graphology";
import Sigma from "sigma";

window.draw = (box, data, ready) => {
  const graph = new Graph({ multi: true });
  data.nodes.forEach((n, i) => graph.addNode(i, { x: n.x, y: n.y, size: 3, color: n.color, label: n.name }));
  for (const [s, t] of data.edges) graph.addEdge(s, t, { color: "#c3bcae" });
  const renderer = new Sigma(graph, box, { hideEdgesOnMove: data.pointer === false, hideLabelsOnMove: data.pointer === false });
  // The first picture is drawn by the constructor itself.
  renderer.refresh();
  ready();
};
