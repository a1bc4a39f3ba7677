// The shortest way from one thing to another over links that the filters let pass.

export function path(graph, from, to, filters, quiet) {
  for (const withHome of [false, true]) {
    const before = new Map([[from, null]]);
    let edge = [from];
    while (edge.length && !before.has(to)) {
      const next = [];
      for (const thing of edge) {
        for (const link of thing.links) {
          if (!withHome && quiet.has(link.kind)) continue;
          const other = link.a === thing ? link.b : link.a;
          if (before.has(other) || !filters.carries(link) || (other !== to && !filters.shows(other))) continue;
          before.set(other, link);
          next.push(other);
        }
      }
      edge = next;
    }
    if (before.has(to)) {
      const links = [];
      for (let at = to; before.get(at); ) {
        const link = before.get(at);
        links.unshift(link);
        at = link.a === at ? link.b : link.a;
      }
      return links;
    }
  }
  return null;
}
