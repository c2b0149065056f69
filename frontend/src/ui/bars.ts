// The arithmetic of the timeline: bars, axis marks, what a position means. Pure.
import type { Timeline } from "../api/types";

export const FRAME = { top: 11, base: 44, height: 58 };

interface Bar {
  x: number;
  width: number;
  // heights from below: ok, failed, denied
  heights: [number, number, number];
  cut: boolean;
}

export const endOf = (line: Timeline) => line.start + line.step * line.ok.length;

export function bars(line: Timeline, width: number): Bar[] {
  const sums = line.ok.map((ok, at) => ok + (line.failed[at] ?? 0) + (line.denied[at] ?? 0));
  const most = ceiling(sums);
  const room = FRAME.base - FRAME.top;
  const pitch = width / Math.max(1, sums.length);
  return line.ok.map((ok, at) => {
    let left = room;
    const heights = [ok, line.failed[at] ?? 0, line.denied[at] ?? 0].map((count) => {
      const height = Math.min(left, count ? Math.max(1.5, (count / most) * room) : 0);
      left -= height;
      return height;
    }) as [number, number, number];
    return { x: at * pitch + 0.75, width: Math.max(1, pitch - 1.5), heights, cut: (sums[at] ?? 0) > most };
  });
}

// A lone spike is cut, so that the rest stays visible.
function ceiling(sums: number[]): number {
  const sorted = [...sums].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length * 0.96)] ?? 1;
  const peak = sorted.at(-1) ?? 1;
  return Math.max(1, peak > 1.3 * high && high > 9 ? high * 1.08 : peak * 1.04);
}

const STEPS = [
  1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600, 2_592_000,
];

export function ticks(start: number, end: number, width: number): { at: number; days: boolean }[] {
  const wanted = ((end - start) / 1000 / Math.max(1, width)) * 92;
  const step = (STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / 2_592_000) * 2_592_000) * 1000;
  const marks: { at: number; days: boolean }[] = [];
  for (let at = Math.ceil(start / step) * step; at < end; at += step) marks.push({ at, days: step >= 43_200_000 });
  return marks;
}
