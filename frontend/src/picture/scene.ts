// The picture that belongs to the view: nodes, order, places, and what is lit. Everything follows from the signals of state.
import { computed, signal } from "@preact/signals";
import { type Graph, type GraphNode, graphOf } from "../graph/graph";
import { along, highlight, type Light, through } from "../graph/highlight";
import type { Measure } from "../graph/label";
import { layout } from "../graph/layout";
import { order } from "../graph/order";
import { addTerms, negate } from "../search/terms";
import { light as asked, pointed } from "../state/light";
import { polygraph } from "../state/polygraph";
import { go, view } from "../state/router";
import { selected } from "../state/scope";
import { replaceQuery } from "../state/search-text";

export const width = signal(0);
export const measure = signal<Measure | null>(null);
export const hovered = signal<{ kind: "node" | "hop"; id: string } | null>(null);
// the node the keyboard stands on
export const current = signal("");

const selectedNode = computed(() => (selected.value.kind === "node" ? selected.value.id : ""));

export const graph = computed<Graph | null>(() => (polygraph.data.value ? graphOf(polygraph.data.value) : null));
export const ordered = computed<GraphNode[][]>(() => (graph.value ? order(graph.value) : []));

export const scene = computed(() => {
  if (!graph.value || !measure.value || width.value === 0) return null;
  return { layout: layout(ordered.value, width.value, measure.value), hops: graph.value.hops };
});

// What is lit, by the strongest reason: the pointer, the keyboard's choice, what is in the panel.
export const lit = computed<Light | null>(() => {
  const now = graph.value;
  const poly = polygraph.data.value;
  if (!now || !poly) return null;
  const plain = { self: null, usual: null, strong: false };
  const over = hovered.value;
  if (over?.kind === "hop") {
    const hop = now.hops.find(({ id }) => id === over.id);
    return hop ? { ...plain, lit: highlight(now, along(poly, hop)) } : null;
  }
  const node = pointed.value ? undefined : now.byId.get(over?.id ?? selectedNode.value);
  if (node) return { ...plain, lit: highlight(now, through(poly, node)), self: node.id };
  return litByServer(now);
});

// Trails are numbers in one picture; of another one they mean nothing.
function litByServer(now: Graph): Light | null {
  const found = asked.data.value;
  if (!found || found.poly !== polygraph.data.value || found.id !== (pointed.value || selected.value.id)) return null;
  if (!found.lit.trails.length) return null;
  return {
    lit: highlight(now, found.lit),
    usual: found.usual && highlight(now, found.usual),
    self: null,
    strong: selected.value.kind !== "node" && !pointed.value,
  };
}

function toggleOpen({ id }: GraphNode) {
  const { open } = view.value;
  // One list a column: opening another one closes it.
  const others = open.filter((other) => other.split("+")[0] !== id.split("+")[0]);
  go({ open: open.includes(id) ? open.filter((other) => other !== id) : [...others, id] });
}

// A click: groups open and close, values go to the panel, a second click closes it.
export function activate(id: string) {
  const node = graph.value?.byId.get(id);
  if (node && node.kind !== "value") return toggleOpen(node);
  choose(id);
}

export function choose(id: string) {
  const sel = `node:${id}`;
  go({ sel: view.value.sel === sel ? "" : sel });
}

export function keep(id: string) {
  const { keep: kept } = view.value;
  go({ keep: kept.includes(id) ? kept.filter((other) => other !== id) : [...kept, id] });
}

// What was chosen to search for it is all that is left: nothing stays lit.
function search(text: string) {
  hovered.value = null;
  pointed.value = "";
  replaceQuery(text, { sel: "" });
}
export const onlyThis = (text: string) => text && search(addTerms(view.value.q, text));
export const exclude = (text: string) => text && search(addTerms(view.value.q, negate(text)));
