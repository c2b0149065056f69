// When the calls were: bars over time, and the first and last call that are stored.
import { computed } from "@preact/signals";
import { getJson } from "../api/client";
import type { Timeline } from "../api/types";
import { Loader } from "./loader";
import { type Scope, scopeQuery } from "./scope";

export const timeline = new Loader<Timeline>();

export const extent = computed(() => timeline.data.value?.extent ?? { from: null, to: null });

// Fine, because the page leaves out hours without calls and puts the rest together to bars that can be seen.
const BARS = 480;

// The timeline shows the chosen range in its surroundings, so that the brush has somewhere to go.
function frame({ from, to }: Scope): { from: number | null; to: number | null } {
  const { from: first, to: last } = extent.value;
  if ((from === null && to === null) || first === null || last === null) return { from: null, to: null };
  const [start, end] = [from ?? first, to ?? last + 1];
  const width = Math.max(1, end - start);
  if (width * 20 > last - first) return { from: Math.min(first, start), to: Math.max(last + 1, end) };
  return { from: start - width, to: end + width };
}

export const barsOf = (now: Scope, bars: number, signal: AbortSignal) => {
  const query = scopeQuery(now);
  query.append("bars", String(bars));
  return getJson<Timeline>("/v1/timeline", query, signal);
};

export const loadTimeline = (now: Scope) => timeline.load((signal) => barsOf({ ...now, ...frame(now) }, BARS, signal));

export async function countCalls(now: Scope, signal: AbortSignal): Promise<number> {
  const { ok, failed, denied } = await barsOf(now, 1, signal);
  return [...ok, ...failed, ...denied].reduce((sum, count) => sum + count, 0);
}
