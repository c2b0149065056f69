// The picture as nodes and hops that know each other. No number is worked out here: all come with the server's answer.
import type { AlertMark, NodeKind, Polygraph } from "../api/types";
import { kindAt } from "./kinds";

export interface GraphNode {
  // place in the answer's list of nodes
  at: number;
  id: string;
  column: number;
  // place in the list of kinds
  of: number;
  kind: NodeKind;
  label: string;
  className: string;
  calls: number;
  errors: number;
  denied: number;
  paths: number;
  values: number;
  members: string[];
  firstSeen: number;
  alerts: AlertMark[];
  why: string;
  search: string;
}

export interface Hop {
  id: string;
  source: GraphNode;
  target: GraphNode;
  calls: number;
  denied: number;
}

export interface GraphColumn {
  // place in the list of kinds
  of: number;
  nodes: GraphNode[];
  total: number;
  // values that are shown by name
  shown: number;
}

export interface Graph {
  columns: GraphColumn[];
  nodes: GraphNode[];
  byId: Map<string, GraphNode>;
  hops: Hop[];
  // for each trail its nodes, left to right; a value that the calls do not have is skipped
  trails: GraphNode[][];
}

export function graphOf(poly: Polygraph): Graph {
  const nodes = poly.nodes.id.map((_, at) => nodeOf(poly, at));
  const columns = poly.columns.map(({ total }, column) => {
    const own = nodes.filter((node) => node.column === column);
    return {
      of: kindAt(column, poly.columns.length),
      nodes: own,
      total,
      shown: own.filter(({ kind }) => kind === "value").length,
    };
  });
  const trails = poly.trails.calls.map((_, trail) =>
    poly.trails.nodes.flatMap((list) => nodes[list[trail] ?? -1] ?? []),
  );
  const { source, target, calls, denied } = poly.hops;
  const hops = calls.map((count, at) =>
    hopOf(nodes[source[at] ?? -1] as GraphNode, nodes[target[at] ?? -1] as GraphNode, count, denied[at] ?? 0),
  );
  return { columns, nodes, byId: new Map(nodes.map((node) => [node.id, node])), hops, trails };
}

// All that has neither a name nor a class: drawn without an icon, on plain ground.
export const isRest = ({ kind }: GraphNode) => kind === "more" || kind === "steady";

export const hopId = (source: GraphNode, target: GraphNode) => `${source.id} → ${target.id}`;

export const hopOf = (source: GraphNode, target: GraphNode, calls: number, denied: number): Hop => ({
  id: hopId(source, target),
  source,
  target,
  calls,
  denied,
});

function nodeOf({ nodes, alerts, columns }: Polygraph, at: number): GraphNode {
  const column = nodes.column[at] ?? 0;
  const own = nodes.alerts[at] ?? [];
  return {
    at,
    id: nodes.id[at] ?? "",
    column,
    of: kindAt(column, columns.length),
    kind: nodes.kind[at] ?? "value",
    label: nodes.name[at] ?? "",
    className: nodes.class[at] ?? "",
    calls: nodes.calls[at] ?? 0,
    errors: nodes.errors[at] ?? 0,
    denied: nodes.denied[at] ?? 0,
    paths: nodes.paths[at] ?? 0,
    values: nodes.values[at] ?? 1,
    members: nodes.members[at] ?? [],
    firstSeen: nodes.firstSeen[at] ?? 0,
    alerts: own.map((place) => alerts[place]).filter((mark) => mark !== undefined),
    why: nodes.why[at] ?? "",
    search: nodes.search[at] ?? "",
  };
}
