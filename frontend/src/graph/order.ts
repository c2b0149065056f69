// The order of nodes inside a column: weighted barycentre sweeps, best order kept. Groups stay at the bottom.
// It follows from the answer alone: one address draws one picture, whatever was looked at before.
import type { Graph, GraphNode, Hop } from "./graph";

const SWEEPS = 6;

interface Place {
  column: number;
  tail: number;
  at: number;
}
type Neighbours = Map<GraphNode, [GraphNode, number][]>;

export function order(graph: Graph): GraphNode[][] {
  const { hops } = graph;
  const near = neighbours(hops);
  let columns = graph.columns.map(({ nodes }) => nodes);
  let best = { columns, crossings: crossings(columns, hops) };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    columns = sweepOnce(columns, near, sweep % 2 === 0 ? 1 : -1);
    const count = crossings(columns, hops);
    if (count < best.crossings) best = { columns, crossings: count };
  }
  return best.columns;
}

// Nodes from the head of the first group on are the tail and keep their places.
function tailRank(nodes: GraphNode[], node: GraphNode): number {
  const start = nodes.findIndex((one) => one.kind !== "value");
  return start >= 0 && nodes.indexOf(node) >= start ? 1 : 0;
}

function neighbours(hops: Hop[]): Neighbours {
  const near: Neighbours = new Map();
  const add = (from: GraphNode, to: GraphNode, weight: number) => {
    const list = near.get(from);
    if (list) list.push([to, weight]);
    else near.set(from, [[to, weight]]);
  };
  for (const { source, target, calls } of hops) {
    const weight = 1 + Math.log(Math.max(1, calls));
    add(source, target, weight);
    add(target, source, weight);
  }
  return near;
}

function places(columns: GraphNode[][]): Map<GraphNode, Place> {
  return new Map(
    columns.flatMap((nodes, column) =>
      nodes.map((node, at) => [node, { column, at, tail: tailRank(nodes, node) }] as const),
    ),
  );
}

function sweepOnce(columns: GraphNode[][], near: Neighbours, way: 1 | -1): GraphNode[][] {
  const where = places(columns);
  const result = [...columns];
  const sequence = way > 0 ? columns.keys() : [...columns.keys()].reverse();
  for (const column of sequence) {
    const nodes = result[column] as GraphNode[];
    const wanted = new Map(nodes.map((node) => [node, barycentre(node, near, where, way)]));
    const head = nodes
      .filter((node) => !where.get(node)?.tail)
      .sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
    result[column] = [...head, ...nodes.filter((node) => where.get(node)?.tail)];
    result[column].forEach((node, at) => {
      (where.get(node) as Place).at = at;
    });
  }
  return result;
}

function barycentre(node: GraphNode, near: Neighbours, where: Map<GraphNode, Place>, way: number): number {
  const own = where.get(node) as Place;
  let sum = 0;
  let weight = 0;
  for (const [other, strength] of near.get(node) ?? []) {
    const place = where.get(other) as Place;
    if ((own.column - place.column) * way <= 0) continue;
    sum += place.at * strength;
    weight += strength;
  }
  return weight ? sum / weight : own.at;
}

function crossings(columns: GraphNode[][], hops: Hop[]): number {
  const at = new Map(columns.flatMap((nodes) => nodes.map((node, index) => [node, index] as const)));
  const pairs = new Map<number, [number, number][]>();
  for (const { source, target } of hops) {
    const key = source.column * columns.length + target.column;
    const ends: [number, number] = [at.get(source) ?? 0, at.get(target) ?? 0];
    const list = pairs.get(key);
    if (list) list.push(ends);
    else pairs.set(key, [ends]);
  }
  let sum = 0;
  for (const list of pairs.values()) sum += inversions(list);
  return sum;
}

function inversions(ends: [number, number][]): number {
  let sum = 0;
  for (let i = 0; i < ends.length; i++) {
    const [a, b] = ends[i] as [number, number];
    for (let j = i + 1; j < ends.length; j++) {
      const [c, d] = ends[j] as [number, number];
      if ((a - c) * (b - d) < 0) sum++;
    }
  }
  return sum;
}
