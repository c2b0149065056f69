// What all questions have in common: which calls they are about, what is selected, where they are asked from. Knows none of them.
import { computed, signal, untracked } from "@preact/signals";
import { addTerms, searchFor } from "../search/terms";
import { view } from "./router";
import { instant, isoTime } from "./url";

export interface Scope {
  search: string;
  clusters: string[];
  from: number | null;
  to: number | null;
}

export const tick = signal(0);
export const reload = () => {
  tick.value++;
};

// Relative times are taken once for each question, so that graph, timeline and tables speak of the same range.
export const scopeKey = computed(() =>
  JSON.stringify([view.value.q, view.value.only, view.value.clusters, view.value.from, view.value.to, tick.value]),
);
export const scope = computed<Scope>(() => {
  scopeKey.value;
  const { q, only, clusters, from, to } = untracked(() => view.value);
  const now = Date.now();
  // "Only these paths" of an alert narrows everything, as a term of the search would.
  const search = only ? addTerms(q, `alert:${only}`) : q;
  return { search, clusters, from: instant(from, now), to: instant(to, now) };
});

// Nothing can be in a range that ends before it begins.
export const isReversed = computed(() => {
  const { from, to } = scope.value;
  return from !== null && to !== null && from >= to;
});

export function scopeQuery({ search, clusters, from, to }: Scope): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.append("search", search);
  for (const name of clusters) query.append("cluster", name);
  if (from !== null) query.append("from", String(from));
  if (to !== null) query.append("to", String(to));
  return query;
}

export function scopeVariables({ search, clusters, from, to }: Scope) {
  return {
    search,
    clusters: list(clusters),
    from: from === null ? null : isoTime(from),
    to: to === null ? null : isoTime(to),
  };
}

// The same calls, and of them those that fit another text too.
export const narrowed = (now: Scope, search: string): Scope => ({
  ...now,
  search: now.search.trim() ? `(${now.search}) (${search})` : search,
});

// The address holds plain words; the server refuses those it does not know. None chosen means all.
export const list = <T extends string>(values: string[]) => (values.length ? (values as T[]) : null);

export const selection = computed(() => view.value.sel);
export const selected = computed(() => {
  const sel = selection.value;
  const colon = sel.indexOf(":");
  return { kind: sel.slice(0, Math.max(0, colon)), id: sel.slice(colon + 1) };
});

// The search for the calls of the value in the panel.
export const selectedSearch = computed(() => {
  const { kind, id } = selected.value;
  const colon = id.indexOf(":");
  return kind === "node" && colon > 0 ? searchFor(id.slice(0, colon), id.slice(colon + 1)) : "";
});
// What stands beside the picture is about the chosen value alone.
export const besideScope = computed(() =>
  selectedSearch.value ? narrowed(scope.value, selectedSearch.value) : scope.value,
);
export const besideKey = computed(() => `${scopeKey.value} ${selectedSearch.value}`);

export const onGraph = computed(() => view.value.page === "polygraph");
// the page, and under the graph the tab
export const place = computed(() => `${view.value.page} ${onGraph.value ? view.value.tab : ""}`);
