// What lights up: exactly the calls of some trails. Nothing is walked, so nothing lights that did not happen.
import type { Lit, Polygraph } from "../api/types";
import { count } from "../ui/format";
import { type Graph, type GraphColumn, type GraphNode, type Hop, hopId, hopOf } from "./graph";

export interface Highlight {
  calls: number;
  // calls of the lit trails through each lit node
  nodes: Map<string, number>;
  hops: Hop[];
  // lit values of each column that have a name here, and whether some of a group are lit beside them
  distinct: { named: number; more: boolean }[];
}

export interface Light {
  lit: Highlight;
  // the node itself, when one node is the reason
  self: string | null;
  // paths shown pale beside the lit ones: what the same user does otherwise
  usual: Highlight | null;
  strong: boolean;
}

export function lookOf(owner: string, light: Light | null): string {
  if (!light) return "";
  if (light.lit.nodes.has(owner)) return "lit";
  return light.usual?.nodes.has(owner) ? "usual" : "dim";
}

// The number at a column's head: how many values are shown, or lit. Behind a `+` at least one more is lit; how many, only
// the server knows.
export function headCount({ shown, total }: GraphColumn, distinct?: Highlight["distinct"][number]): string {
  if (!distinct) return `${count(shown)}/${count(total)}`;
  // Behind a `+` at least one more is lit; how many, only the server knows.
  return `${distinct.more ? `${count(distinct.named + 1)}+` : count(distinct.named)} of ${count(total)}`;
}

export function highlight(graph: Graph, lit: Lit): Highlight {
  const nodes = new Map<GraphNode, number>();
  const hops = new Map<string, Hop>();
  let calls = 0;
  lit.trails.forEach((trail, at) => {
    const own = lit.calls[at] ?? 0;
    const way = graph.trails[trail] ?? [];
    calls += own;
    way.forEach((node, step) => {
      nodes.set(node, (nodes.get(node) ?? 0) + own);
      const before = way[step - 1];
      if (before) addHop(hops, before, node, own, lit.denied[at] ?? 0);
    });
  });
  const distinct = graph.columns.map((_, column) => {
    const own = [...nodes.keys()].filter((node) => node.column === column);
    const named = own.filter(({ kind }) => kind === "value").length;
    return { named, more: named < own.length };
  });
  return { calls, nodes: new Map([...nodes].map(([{ id }, own]) => [id, own])), hops: [...hops.values()], distinct };
}

function addHop(hops: Map<string, Hop>, source: GraphNode, target: GraphNode, calls: number, denied: number) {
  const id = hopId(source, target);
  const hop = hops.get(id);
  if (hop) {
    hop.calls += calls;
    hop.denied += denied;
  } else hops.set(id, hopOf(source, target, calls, denied));
}

export const through = (poly: Polygraph, node: GraphNode): Lit =>
  pick(poly, (trail) => poly.trails.nodes[node.column]?.[trail] === node.at);

// Calls that go straight from one end of the hop to the other: nothing of the columns between.
export const along = (poly: Polygraph, { source, target }: Hop): Lit =>
  pick(poly, (trail) => {
    const at = (column: number) => poly.trails.nodes[column]?.[trail] ?? -1;
    if (at(source.column) !== source.at || at(target.column) !== target.at) return false;
    for (let column = source.column + 1; column < target.column; column++) if (at(column) >= 0) return false;
    return true;
  });

function pick({ trails }: Polygraph, fits: (trail: number) => boolean): Lit {
  const found = [...trails.calls.keys()].filter(fits);
  const of = (list: number[]) => found.map((trail) => list[trail] ?? 0);
  return { trails: found, calls: of(trails.calls), denied: of(trails.denied) };
}
