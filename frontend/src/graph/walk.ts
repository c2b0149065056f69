// Walking the picture by keyboard: left and right along paths that happened, up and down inside a column. Pure.
import type { Polygraph } from "../api/types";
import { count } from "../ui/format";
import type { Graph, GraphNode } from "./graph";
import { highlight, through } from "./highlight";

export type Step = "left" | "right" | "up" | "down" | "first" | "last";

export function step(columns: GraphNode[][], graph: Graph, poly: Polygraph, from: string, way: Step): string {
  const column = columns.findIndex((nodes) => nodes.some((node) => node.id === from));
  const nodes = columns[column];
  if (!nodes) return columns.find((list) => list.length)?.[0]?.id ?? "";
  const at = nodes.findIndex((node) => node.id === from);
  if (way === "left" || way === "right") return across(graph, poly, nodes[at] as GraphNode, way) ?? from;
  const next = { up: at - 1, down: at + 1, first: 0, last: nodes.length - 1 }[way];
  return nodes[Math.max(0, Math.min(nodes.length - 1, next))]?.id ?? from;
}

// The busiest neighbour by the calls through this node.
function across(graph: Graph, poly: Polygraph, node: GraphNode, way: "left" | "right"): string | null {
  const hops = highlight(graph, through(poly, node)).hops.filter(
    (hop) => (way === "left" ? hop.target : hop.source).id === node.id,
  );
  const best = hops.sort((a, b) => b.calls - a.calls)[0];
  return best ? (way === "left" ? best.source : best.target).id : null;
}

// What a screen reader says about a node.
export function announce(node: GraphNode, columnName: string, graph: Graph, isOpen: boolean): string {
  const around = graph.hops;
  const before = around.filter((hop) => hop.target.id === node.id).length;
  const after = around.filter((hop) => hop.source.id === node.id).length;
  const parts = [`${columnName}: ${nameOf(node)}`, `${node.calls} calls`];
  if (node.denied) parts.push(`${node.denied} denied`);
  if (node.alerts.length) parts.push(`${node.alerts.length} alerts`);
  if (node.kind !== "value") parts.push(isOpen ? "open, Space collapses" : "Space expands");
  else parts.push(`${before} in, ${after} out`);
  return parts.join(", ");
}

export function nameOf(node: GraphNode): string {
  if (node.kind === "steady") return `steady machine traffic of ${count(node.values)} values`;
  if (node.kind === "more") return `${count(node.values)} more values`;
  return node.kind === "group" ? `${node.label}, ${count(node.values)} values` : node.label;
}
