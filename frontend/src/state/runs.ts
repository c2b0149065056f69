// Stretches of time with calls in them, and those next to a range. Pure.
import type { Timeline } from "../api/types";

export interface Run {
  from: number;
  to: number;
  calls: number;
}

export interface Elsewhere {
  all: Run | null;
  before: Run | null;
  after: Run | null;
}

// Calls closer together than a twentieth of all the time are one stretch.
const CLOSE = 0.05;

export function runsOf({ start, step, ok, failed, denied }: Timeline): Run[] {
  const runs: Run[] = [];
  const close = Math.max(1, CLOSE * step * ok.length);
  ok.forEach((count, at) => {
    const calls = count + (failed[at] ?? 0) + (denied[at] ?? 0);
    if (!calls) return;
    const from = start + at * step;
    const last = runs.at(-1);
    if (last && from - last.to < close) Object.assign(last, { to: from + step, calls: last.calls + calls });
    else runs.push({ from, to: from + step, calls });
  });
  return runs;
}

export function beside(runs: Run[], from: number | null, to: number | null): Elsewhere {
  const [first, last] = [runs[0], runs.at(-1)];
  const calls = runs.reduce((sum, run) => sum + run.calls, 0);
  return {
    all: first && last ? { from: first.from, to: last.to, calls } : null,
    // A bar may reach into the range that holds none of its calls.
    before: from === null ? null : (runs.findLast((run) => run.from < from) ?? null),
    after: to === null ? null : (runs.find((run) => run.to > to && run.from >= (from ?? 0)) ?? null),
  };
}
