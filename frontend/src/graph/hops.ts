// The lines between neighbouring nodes of paths, for all paths or for some of them, and what lights up with a choice of paths.
import { COLUMN_KEYS, type Polygraph } from "../api/types";
import type { Graph, GraphNode } from "./fold";

export interface Hop {
  id: string;
  source: GraphNode;
  target: GraphNode;
  calls: number;
  denied: number;
  paths: number[];
}

export function hopsOf(graph: Graph, poly: Polygraph, only?: Iterable<number>): Hop[] {
  const hops = new Map<string, Hop>();
  for (const path of only ?? graph.trails.keys()) {
    const trail = graph.trails[path] ?? [];
    for (let at = 1; at < trail.length; at++) {
      addHop(hops, trail[at - 1] as GraphNode, trail[at] as GraphNode, path, poly);
    }
  }
  return [...hops.values()];
}

function addHop(hops: Map<string, Hop>, source: GraphNode, target: GraphNode, path: number, poly: Polygraph) {
  const id = `${source.id} → ${target.id}`;
  let hop = hops.get(id);
  if (!hop) {
    hop = { id, source, target, calls: 0, denied: 0, paths: [] };
    hops.set(id, hop);
  }
  hop.calls += poly.paths.calls[path] ?? 0;
  hop.denied += poly.paths.denied[path] ?? 0;
  hop.paths.push(path);
}

export interface Highlight {
  calls: number;
  // calls of the lit paths through each lit node
  nodes: Map<string, number>;
  hops: Hop[];
  // distinct lit values of each column
  distinct: number[];
}

// Exactly the calls of these paths: nothing is walked, so nothing lights that did not happen.
export function highlight(graph: Graph, poly: Polygraph, paths: number[]): Highlight {
  const nodes = new Map<string, number>();
  let calls = 0;
  for (const path of paths) {
    const count = poly.paths.calls[path] ?? 0;
    calls += count;
    for (const node of graph.trails[path] ?? []) nodes.set(node.id, (nodes.get(node.id) ?? 0) + count);
  }
  const distinct = COLUMN_KEYS.map(
    (key) => new Set(paths.map((path) => poly.paths[key][path]).filter((value) => (value ?? -1) >= 0)).size,
  );
  return { calls, nodes, hops: hopsOf(graph, poly, paths), distinct };
}
