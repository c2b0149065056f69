// The arithmetic of the charts of noise: one span of time for all of them, a bar for each stretch of hours. Pure.
import type { NoiseHour } from "../api/types";
import { HOUR, type NoiseRow } from "../state/noise";

export interface Span {
  from: number;
  to: number;
}

// The same span of time for all charts: the chosen range in whole bars, and all that was counted.
export function spanOf(rows: NoiseRow[], from: number | null, to: number | null, step: number): Span | null {
  const length = step * HOUR;
  const starts = rows.flatMap(({ hours }) => hours.map(({ start }) => Date.parse(start)));
  if (!starts.length) return null;
  const first = starts.reduce((a, b) => Math.min(a, b), from ?? Number.POSITIVE_INFINITY);
  const last = starts.reduce((a, b) => Math.max(a, b + length), to ?? 0);
  return { from: Math.floor(first / length) * length, to: Math.ceil(last / length) * length };
}

// Bars of one rule in a box, as high as its own busiest time.
export function noiseBars(hours: NoiseHour[], span: Span, step: number, box: { width: number; height: number }) {
  const pitch = (box.width * step * HOUR) / (span.to - span.from);
  const most = hours.reduce((sum, { calls }) => Math.max(sum, calls), 1);
  return hours.map(({ start, calls }) => {
    const x = ((Date.parse(start) - span.from) / (step * HOUR)) * pitch;
    return { x, width: Math.max(1, pitch - 1), height: Math.max(1.5, (calls / most) * box.height) };
  });
}

export const busiest = (hours: NoiseHour[]): NoiseHour | null =>
  hours.reduce<NoiseHour | null>((best, hour) => (best && best.calls >= hour.calls ? best : hour), null);

export const barName = (step: number) => (step === 1 ? "hour" : step % 24 ? `${step} hours` : daysName(step / 24));
const daysName = (days: number) => (days === 1 ? "day" : `${days} days`);
