// Time along a line. Where nothing happened for hours the line is broken, so that the rest has room. Pure.
import type { Timeline } from "../api/types";

export interface Piece {
  from: number;
  to: number;
  x: number;
  width: number;
  gap: boolean;
}

export interface Axis {
  pieces: Piece[];
  toX: (ms: number) => number;
  toTime: (x: number) => number;
}

interface Range {
  from: number;
  to: number;
}

export const BREAK = 30;
const HOUR = 3_600_000;
// A gap that is hardly wider than its break stays as it is.
const LEAST_SHARE = 0.1;
const MOST_BREAKS = 8;

export const endOf = (line: Timeline) => line.start + line.step * line.ok.length;
export const sumsOf = (line: Timeline) => line.ok.map((ok, at) => ok + (line.failed[at] ?? 0) + (line.denied[at] ?? 0));

// The chosen range splits a gap: its ends must stay apart.
export function axisOf(line: Timeline, width: number, range: Range): Axis {
  const end = endOf(line);
  const least = Math.max(HOUR, LEAST_SHARE * (end - line.start));
  const gaps = emptyRuns(line)
    .flatMap((run) => cutAt(run, [range.from, range.to]))
    .filter(({ from, to }) => to - from >= least)
    .slice(0, MOST_BREAKS);
  const shown = end - line.start - gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return shown > 0 ? axis(between(gaps, line.start, end), (width - BREAK * gaps.length) / shown) : axis([], 1);

  function axis(parts: { from: number; to: number; gap: boolean }[], scale: number): Axis {
    const all = parts.length ? parts : [{ from: line.start, to: end, gap: false }];
    let x = 0;
    const pieces = all.map((part) => {
      const wide = parts.length ? (part.gap ? BREAK : (part.to - part.from) * scale) : width;
      const piece = { ...part, x, width: wide };
      x += wide;
      return piece;
    });
    return { pieces, toX: (ms) => along(pieces, ms), toTime: (at) => back(pieces, at) };
  }
}

function emptyRuns(line: Timeline): Range[] {
  const runs: Range[] = [];
  sumsOf(line).forEach((calls, at) => {
    if (calls) return;
    const from = line.start + at * line.step;
    const last = runs.at(-1);
    if (last?.to === from) last.to += line.step;
    else runs.push({ from, to: from + line.step });
  });
  return runs;
}

function cutAt({ from, to }: Range, bounds: number[]): Range[] {
  const marks = [from, ...bounds.filter((ms) => ms > from && ms < to).sort((a, b) => a - b), to];
  return marks.slice(1).map((mark, at) => ({ from: marks[at] as number, to: mark }));
}

function between(gaps: Range[], start: number, end: number) {
  const parts: { from: number; to: number; gap: boolean }[] = [];
  let at = start;
  for (const { from, to } of gaps) {
    if (from > at) parts.push({ from: at, to: from, gap: false });
    parts.push({ from, to, gap: true });
    at = to;
  }
  if (end > at) parts.push({ from: at, to: end, gap: false });
  return parts;
}

const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

function along(pieces: Piece[], ms: number): number {
  const piece = pieces.find(({ to }) => ms <= to) ?? (pieces.at(-1) as Piece);
  const part = (within(ms, piece.from, piece.to) - piece.from) / Math.max(1, piece.to - piece.from);
  return piece.x + part * piece.width;
}

function back(pieces: Piece[], x: number): number {
  const piece = pieces.find((one) => x <= one.x + one.width) ?? (pieces.at(-1) as Piece);
  const part = (within(x, piece.x, piece.x + piece.width) - piece.x) / Math.max(1e-9, piece.width);
  return piece.from + part * (piece.to - piece.from);
}

// `3 h`, `5 d`: how long nothing happened.
export function shortly(ms: number): string {
  if (ms < 48 * HOUR) return `${Math.round(ms / HOUR)} h`;
  const days = Math.round(ms / HOUR / 24);
  return days < 730 ? `${days} d` : `${Math.round(days / 365)} y`;
}
