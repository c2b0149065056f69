// The arithmetic of the timeline: bars, axis marks, what a position means. Pure.
import type { Timeline } from "../api/types";
import type { Axis, Piece } from "./axis";

export const FRAME = { top: 11, base: 44, height: 58 };

interface Bar {
  x: number;
  width: number;
  // heights from below: ok, failed, denied
  heights: [number, number, number];
  cut: boolean;
}

const LEAST_WIDTH = 6;

// Bars that would be too thin stand together.
export function bars(line: Timeline, axis: Axis): Bar[] {
  const all = axis.pieces.filter(({ gap }) => !gap).flatMap((piece) => together(line, piece));
  const most = ceiling(all.map(({ sum }) => sum));
  const room = FRAME.base - FRAME.top;
  return all.map(({ counts, sum, from, to }) => {
    let left = room;
    const heights = counts.map((count) => {
      const height = Math.min(left, count ? Math.max(1.5, (count / most) * room) : 0);
      left -= height;
      return height;
    }) as Bar["heights"];
    const x = axis.toX(from);
    return { x: x + 0.75, width: Math.max(1, axis.toX(to) - x - 1.5), heights, cut: sum > most };
  });
}

interface Counted {
  counts: [number, number, number];
  sum: number;
  from: number;
  to: number;
}

function together({ start, step, ok, failed, denied }: Timeline, piece: Piece): Counted[] {
  const first = Math.max(0, Math.floor((piece.from - start) / step));
  const last = Math.min(ok.length, Math.ceil((piece.to - start) / step));
  const each = Math.max(1, Math.ceil((LEAST_WIDTH * (last - first)) / Math.max(1, piece.width)));
  const found: Counted[] = [];
  for (let at = first; at < last; at += each) {
    const until = Math.min(last, at + each);
    const add = (list: number[]) => list.slice(at, until).reduce((sum, count) => sum + count, 0);
    const counts: Counted["counts"] = [add(ok), add(failed), add(denied)];
    const sum = counts.reduce((all, count) => all + count, 0);
    found.push({ counts, sum, from: start + at * step, to: Math.min(piece.to, start + until * step) });
  }
  return found.filter(({ sum }) => sum);
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
