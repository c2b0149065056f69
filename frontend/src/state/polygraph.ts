// Who did what to what: the picture of the calls, and how many calls each term keeps away.
import { computed } from "@preact/signals";
import { getJson } from "../api/client";
import type { Alert, Polygraph } from "../api/types";
import { pills, removePill } from "../search/terms";
import { alerts, worstFirst } from "./alerts";
import { Loader } from "./loader";
import { view } from "./router";
import { onGraph, type Scope, scope, scopeQuery } from "./scope";
import { countCalls } from "./timeline";

export const polygraph = new Loader<Polygraph>();
// calls that each pill of the search keeps away, in their order
export const effects = new Loader<number[]>();

// The alerts under the graph: those with evidence on the paths of the answer, worst first.
export const visibleAlerts = computed<Alert[] | null>(() => {
  const list = alerts.data.value?.rows;
  const poly = polygraph.data.value;
  if (!list || !poly) return null;
  const ids = new Set(poly.alerts.map(({ id }) => String(id)));
  return worstFirst(list.filter(({ id }) => ids.has(String(id))));
});

// Values shown by name in a column; groups come on top of them.
const TOP = 13;
const MOST_EFFECTS = 6;

// How the picture is drawn of the same calls.
export const drawingKey = computed(() => [view.value.steady, ...view.value.keep].join("\n"));
export const hasBands = computed(() => polygraph.data.value?.nodes.kind.includes("steady") ?? false);

// What is asked about a picture has to be asked with the same words as the picture.
export function pictureQuery(now: Scope): URLSearchParams {
  const query = scopeQuery(now);
  query.append("top", String(TOP));
  query.append("clusters", "true");
  if (!view.value.steady) query.append("band", "true");
  for (const id of view.value.keep) query.append("keep", id);
  return query;
}

export function loadPolygraph() {
  if (!onGraph.value) return;
  const now = scope.value;
  effects.clear();
  void polygraph.load(async (signal) => {
    const answer = await getJson<Polygraph>("/v1/polygraph", pictureQuery(now), signal);
    const terms = pills(now.search).length;
    if (terms && terms <= MOST_EFFECTS) void effects.load((other) => effectsOf(now, answer.calls, other));
    return answer;
  });
}

// One question for each term: how many calls would be there without it.
async function effectsOf(now: Scope, total: number, signal: AbortSignal): Promise<number[]> {
  const without = pills(now.search).map((_, index) => removePill(now.search, index));
  const counts = await Promise.all(without.map((search) => countCalls({ ...now, search }, signal)));
  return counts.map((count) => Math.max(0, count - total));
}
