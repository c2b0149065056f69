// The picture that belongs to the view: nodes, order, places, and what is lit. Everything follows from the signals of state.
import { computed, signal } from "@preact/signals";
import { fold, type Graph, type GraphNode } from "../graph/fold";
import { highlight, hopsOf } from "../graph/hops";
import { KINDS, termForGroup, termsFor } from "../graph/kinds";
import type { Measure } from "../graph/label";
import { densityFor, layout } from "../graph/layout";
import { order } from "../graph/order";
import type { Light } from "../graph/view";
import { addTerms, negate } from "../search/terms";
import { alertDetail } from "../state/alerts";
import { pathsOfCall } from "../state/call-path";
import { pathsById } from "../state/paths";
import { shown } from "../state/polygraph";
import { go, view } from "../state/router";
import { selected } from "../state/scope";
import { replaceQuery } from "../state/search-text";

export const width = signal(0);
export const measure = signal<Measure | null>(null);
export const hovered = signal<{ kind: "node" | "hop"; id: string } | null>(null);
// the node the keyboard stands on
export const current = signal("");

const compact = computed(() => width.value > 0 && densityFor(width.value) === "compact");
const openKey = computed(() => view.value.open.join("\n"));
const selectedNode = computed(() => (selected.value.kind === "node" ? selected.value.id : ""));

export const graph = computed<Graph | null>(() => {
  const poly = shown.value;
  if (!poly) return null;
  const open = new Set(openKey.value.split("\n"));
  return fold(poly, { top: compact.value ? 12 : 15, open, keep: new Set([selectedNode.value]) });
});

export const hops = computed(() => (graph.value && shown.value ? hopsOf(graph.value, shown.value) : []));

let places = new Map<string, number>();
export const ordered = computed<GraphNode[][]>(() => {
  if (!graph.value) return [];
  const columns = order(graph.value, hops.value, places);
  places = new Map(columns.flatMap((nodes) => nodes.map((node, at) => [node.id, at] as const)));
  return columns;
});

export const scene = computed(() => {
  if (!graph.value || !measure.value || width.value === 0) return null;
  return { layout: layout(ordered.value, width.value, measure.value), hops: hops.value };
});

// What is lit, by the strongest reason: the pointer, the keyboard's choice in the panel, the alert in the panel.
export const lit = computed<Light | null>(() => {
  const now = graph.value;
  const poly = shown.value;
  if (!now || !poly) return null;
  const over = hovered.value;
  if (over?.kind === "hop") {
    const hop = hops.value.find(({ id }) => id === over.id);
    return hop ? { lit: highlight(now, poly, hop.paths), self: null, usual: null, strong: false } : null;
  }
  const node = now.byId.get(over?.id ?? selectedNode.value);
  if (node) {
    const paths = node.opened ? membersPaths(node, now) : node.paths;
    return { lit: highlight(now, poly, paths), self: node.id, usual: null, strong: false };
  }
  const call = pathsOfCall(poly);
  if (call.length) return { lit: highlight(now, poly, call), self: null, usual: null, strong: true };
  return selected.value.kind === "alert" ? litAlert(selected.value.id) : null;
});

function membersPaths(head: GraphNode, now: Graph): number[] {
  const members = new Set(head.members);
  const nodes = now.columns[head.column]?.nodes ?? [];
  return nodes
    .filter((node) => !node.opened && node.members.some((value) => members.has(value)))
    .flatMap((node) => node.paths);
}

function litAlert(id: string): Light | null {
  const now = graph.value;
  const poly = shown.value;
  if (!now || !poly) return null;
  const detail = alertDetail.data.value;
  const ids = detail?.id === id ? detail.pathIds : poly.alerts.find((alert) => alert.id === id)?.paths;
  const paths = ids ? pathsById(poly, ids) : [];
  if (!paths.length) return null;
  const users = new Set(paths.map((path) => poly.paths.user[path]).filter((user) => (user ?? -1) >= 0));
  const evidence = new Set(paths);
  const rest = [...poly.paths.user.keys()].filter((path) => users.has(poly.paths.user[path]) && !evidence.has(path));
  return { lit: highlight(now, poly, paths), self: null, usual: highlight(now, poly, rest), strong: true };
}

function toggleOpen(node: GraphNode) {
  const { open } = view.value;
  const isOpen = open.includes(node.id);
  go({ open: isOpen ? open.filter((id) => id !== node.id && id !== `${node.id}~`) : [...open, node.id] });
}

// A click: groups open and close, values go to the panel, a second click closes it.
export function activate(id: string) {
  const node = graph.value?.byId.get(id);
  if (!node) return;
  if (node.kind !== "value") return toggleOpen(node);
  const sel = `node:${id}`;
  go({ sel: view.value.sel === sel ? "" : sel });
}

export function termsOf(node: GraphNode): string[] {
  const kind = KINDS[node.column];
  const poly = shown.value;
  if (!kind || !poly) return [];
  if (node.kind === "group") return [termForGroup(node.label)].filter((term) => term !== null);
  if (node.kind !== "value") return [];
  return termsFor(kind.key, node.label, poly.values[kind.key].members?.[node.members[0] ?? -1]);
}

export const onlyThis = (terms: string[]) => terms.length && replaceQuery(addTerms(view.value.q, terms.join(" ")));
export const exclude = (terms: string[]) => terms.length && replaceQuery(addTerms(view.value.q, negate(terms)));
