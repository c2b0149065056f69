// Who did what to what: the paths of the calls, how many calls each term keeps away, and what of it all is drawn.
import { computed } from "@preact/signals";
import { getJson } from "../api/client";
import type { Alert, Polygraph } from "../api/types";
import { pills, removePill } from "../search/terms";
import { alertDetail, alerts, worstFirst } from "./alerts";
import { Loader } from "./loader";
import { restrict } from "./paths";
import { view } from "./router";
import { onGraph, type Scope, scope, scopeQuery } from "./scope";
import { countCalls, loadTimeline } from "./timeline";

export const polygraph = new Loader<Polygraph>();
// calls that each pill of the search keeps away, in their order
export const effects = new Loader<number[]>();

// What the canvas draws: everything, or the paths of one alert.
export const shown = computed<Polygraph | null>(() => {
  const data = polygraph.data.value;
  const { only } = view.value;
  if (!data || !only) return data;
  const ids =
    alertDetail.data.value?.id === only
      ? alertDetail.data.value.pathIds
      : data.alerts.find(({ id }) => id === only)?.paths;
  return ids ? restrict(data, ids) : data;
});

// The alerts under the graph: those with evidence on the paths of the answer, worst first.
export const visibleAlerts = computed<Alert[] | null>(() => {
  const list = alerts.data.value?.rows;
  const poly = polygraph.data.value;
  if (!list || !poly) return null;
  const ids = new Set(poly.alerts.map(({ id }) => String(id)));
  return worstFirst(list.filter(({ id }) => ids.has(String(id))));
});

const MOST_EFFECTS = 6;

export function loadPolygraph() {
  if (!onGraph.value) return;
  const now = scope.value;
  effects.clear();
  void loadTimeline(now);
  void polygraph.load(async (signal) => {
    const answer = await getJson<Polygraph>("/v1/polygraph", scopeQuery(now), signal);
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
