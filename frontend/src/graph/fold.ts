// Folds call paths into the nodes of eight columns. Every count on the page comes from here, path by path.
import { type AlertMark, COLUMN_KEYS, type Polygraph } from "../api/types";

export interface GraphNode {
  id: string;
  column: number;
  kind: "value" | "group" | "more";
  label: string;
  className: string;
  // the values it stands for, as indexes into the column's values
  members: number[];
  // indexes into the paths; empty for the head of an opened group
  paths: number[];
  calls: number;
  errors: number;
  denied: number;
  firstSeen: number;
  lastSeen: number;
  alerts: AlertMark[];
  opened: boolean;
  why: string;
}

interface GraphColumn {
  nodes: GraphNode[];
  total: number;
  shown: number;
}

export interface Graph {
  columns: GraphColumn[];
  // for each path its nodes, left to right; a value that the call does not have is skipped
  trails: GraphNode[][];
  byId: Map<string, GraphNode>;
}

export interface FoldOptions {
  top: number;
  open: ReadonlySet<string>;
  // ids of value nodes that must be shown by name
  keep: ReadonlySet<string>;
}

const SEVERITY_RANK: Record<string, number> = { critical: 3, high: 3, medium: 2 };
// Opening a group shows so many of its values; one more click shows the rest.
const OPEN_LIMIT = 200;
const GROUP_ORDER = ["External IP", "Internal IP", "Workload", "RBAC", "Storage", "Other", "more"];

export function fold(poly: Polygraph, options: FoldOptions): Graph {
  const alerts = alertsByPath(poly);
  const columns = COLUMN_KEYS.map((_, column) => foldColumn(poly, column, alerts, options));
  const owners = columns.map(({ nodes }) => ownerOf(nodes));
  const trails = poly.paths.id.map((_, path) =>
    COLUMN_KEYS.map((key, column) => owners[column]?.get(poly.paths[key][path] as number)).filter(
      (node) => node !== undefined,
    ),
  );
  const byId = new Map(columns.flatMap(({ nodes }) => nodes).map((node) => [node.id, node]));
  return { columns, trails, byId };
}

function ownerOf(nodes: GraphNode[]): Map<number, GraphNode> {
  return new Map(
    nodes.filter((node) => !node.opened).flatMap((node) => node.members.map((value) => [value, node] as const)),
  );
}

function alertsByPath(poly: Polygraph): Map<number, AlertMark[]> {
  const found = new Map<number, AlertMark[]>();
  for (const alert of poly.alerts) {
    for (const id of alert.paths) {
      const list = found.get(id);
      if (list) list.push(alert);
      else found.set(id, [alert]);
    }
  }
  return found;
}

function foldColumn(
  poly: Polygraph,
  column: number,
  alerts: Map<number, AlertMark[]>,
  options: FoldOptions,
): GraphColumn {
  const values = rank(valueNodes(poly, column, alerts), poly, options.keep);
  const groupOf = grouping(column, values.length > options.top);
  const shown = values.slice(0, namedCount(values, groupOf, options));
  const rest = new Map<string, GraphNode[]>();
  for (const node of values.slice(shown.length)) {
    const label = groupOf(node);
    rest.set(label, [...(rest.get(label) ?? []), node]);
  }
  const labels = [...rest.keys()].sort((a, b) => GROUP_ORDER.indexOf(a) - GROUP_ORDER.indexOf(b));
  const tail = labels.flatMap((label) => groupNodes(column, label, rest.get(label) ?? [], options.open));
  const nodes = [...shown, ...tail];
  return { nodes, total: values.length, shown: nodes.filter((node) => node.kind === "value").length };
}

function grouping(column: number, many: boolean): (node: GraphNode) => string {
  if (!many) return () => "more";
  if (column === 0) return (node) => (node.className === "external" ? "External IP" : "Internal IP");
  return column === 5 ? (node) => node.className || "Other" : () => "more";
}

// With named groups, the groups take their places out of the top.
function namedCount(values: GraphNode[], groupOf: (node: GraphNode) => string, { top, keep }: FoldOptions): number {
  if (values.length <= top) return values.length;
  const groups = new Set(values.map(groupOf)).size;
  return Math.max(1, groups > 1 ? top - groups : top, values.filter((node) => keep.has(node.id)).length);
}

function valueNodes(poly: Polygraph, column: number, alerts: Map<number, AlertMark[]>): GraphNode[] {
  const key = COLUMN_KEYS[column] as (typeof COLUMN_KEYS)[number];
  const { names, classes } = poly.values[key];
  const nodes = new Map<number, GraphNode>();
  poly.paths[key].forEach((value, path) => {
    if (value < 0) return;
    let node = nodes.get(value);
    if (!node) {
      node = emptyNode(`${key}:${names[value]}`, column, "value", names[value] ?? "");
      node.className = classes[value] ?? "";
      node.members = [value];
      nodes.set(value, node);
    }
    addPath(node, poly, path, alerts.get(poly.paths.id[path] as number));
  });
  return [...nodes.values()];
}

function emptyNode(id: string, column: number, kind: GraphNode["kind"], label: string): GraphNode {
  return {
    id,
    column,
    kind,
    label,
    className: "",
    members: [],
    paths: [],
    calls: 0,
    errors: 0,
    denied: 0,
    firstSeen: Number.POSITIVE_INFINITY,
    lastSeen: 0,
    alerts: [],
    opened: false,
    why: "",
  };
}

function addPath(node: GraphNode, { paths }: Polygraph, path: number, alerts: AlertMark[] | undefined) {
  node.paths.push(path);
  node.calls += paths.calls[path] ?? 0;
  node.errors += paths.errors[path] ?? 0;
  node.denied += paths.denied[path] ?? 0;
  node.firstSeen = Math.min(node.firstSeen, paths.firstSeen[path] ?? Number.POSITIVE_INFINITY);
  node.lastSeen = Math.max(node.lastSeen, paths.lastSeen?.[path] ?? 0);
  for (const alert of alerts ?? []) if (!node.alerts.includes(alert)) node.alerts.push(alert);
}

// Which values are shown by name: chosen ones, then exec and its kin, then those with alerts, then the busiest.
function rank(nodes: GraphNode[], poly: Polygraph, keep: ReadonlySet<string>): GraphNode[] {
  // An alert that touches very many paths says little about one of them.
  const broad = Math.max(20, poly.paths.id.length * 0.1);
  const weight = new Map<GraphNode, number>();
  for (const node of nodes) {
    const worst = Math.max(
      0,
      ...node.alerts.filter((a) => a.paths.length < broad).map((a) => SEVERITY_RANK[a.severity] ?? 0),
    );
    const exec = node.column === 6 && node.className === "exec" ? 4 : 0;
    weight.set(node, keep.has(node.id) ? 9 : exec || worst);
    node.why = worst
      ? `${node.alerts.length} open alert${node.alerts.length === 1 ? "" : "s"}`
      : exec
        ? "it runs commands"
        : "among the most calls";
  }
  return nodes.sort(
    (a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || b.calls - a.calls || (a.label < b.label ? -1 : 1),
  );
}

function groupNodes(column: number, label: string, members: GraphNode[], open: ReadonlySet<string>): GraphNode[] {
  if (members.length === 1) return members;
  const id = `${COLUMN_KEYS[column]}+${label}`;
  const head = merge(id, column, label, members);
  if (!open.has(id)) return [head];
  const rest = open.has(`${id}~`) ? [] : members.slice(OPEN_LIMIT);
  const shown = rest.length > 1 ? members.slice(0, OPEN_LIMIT) : members;
  const more = rest.length > 1 ? [merge(`${id}~`, column, "more", rest)] : [];
  return [{ ...head, opened: true, paths: [] }, ...shown, ...more];
}

function merge(id: string, column: number, label: string, members: GraphNode[]): GraphNode {
  const node = emptyNode(id, column, label === "more" ? "more" : "group", label);
  node.className = members[0]?.className ?? "";
  node.members = members.flatMap((member) => member.members);
  node.paths = members.flatMap((member) => member.paths);
  for (const member of members) {
    node.calls += member.calls;
    node.errors += member.errors;
    node.denied += member.denied;
    node.firstSeen = Math.min(node.firstSeen, member.firstSeen);
    node.lastSeen = Math.max(node.lastSeen, member.lastSeen);
    for (const alert of member.alerts) if (!node.alerts.includes(alert)) node.alerts.push(alert);
  }
  return node;
}
