import { describe, expect, it } from "vitest";
import { axisOf, BREAK, shortly } from "./axis";

const HOUR = 3_600_000;
const line = (calls: number[], step = HOUR) => ({
  start: 0,
  step,
  ok: calls,
  failed: calls.map(() => 0),
  denied: calls.map(() => 0),
  extent: { from: 0, to: calls.length * step },
});
const GAP = line([5, 5, ...Array(16).fill(0), 5, 5]);
const whole = { from: 0, to: 20 * HOUR };

describe("time along a line", () => {
  it("is broken where nothing happened for hours, and the rest has the room", () => {
    const { pieces, toX } = axisOf(GAP, 430, whole);
    expect(pieces.map(({ gap }) => gap)).toEqual([false, true, false]);
    expect(toX(2 * HOUR)).toBeCloseTo(200);
    expect(toX(18 * HOUR)).toBeCloseTo(200 + BREAK);
    expect(toX(20 * HOUR)).toBeCloseTo(430);
  });
  it("leads from a time to a place and back, in order, and never outside", () => {
    for (const range of [whole, { from: 7 * HOUR, to: 9 * HOUR }]) {
      const { toX, toTime } = axisOf(GAP, 800, range);
      let before = -1;
      for (let ms = 0; ms <= 20 * HOUR; ms += HOUR / 4) {
        expect(toTime(toX(ms))).toBeCloseTo(ms, -1);
        expect(toX(ms)).toBeGreaterThan(before);
        before = toX(ms);
      }
      expect([toX(-1e15), toX(1e15)]).toEqual([0, toX(20 * HOUR)]);
      expect(toTime(-50)).toBe(0);
    }
  });
  it("is whole without gaps, for gaps of minutes, and where nothing happened at all", () => {
    for (const calls of [[1, 2, 3], Array(50).fill(0)])
      expect(axisOf(line(calls), 500, whole).pieces.filter(({ gap }) => gap && calls.some(Boolean))).toEqual([]);
    expect(axisOf(line([5, ...Array(16).fill(0), 5], 60_000), 500, whole).pieces).toHaveLength(1);
    expect(axisOf(line(Array(50).fill(0)), 500, { from: 0, to: 50 * HOUR }).pieces).toHaveLength(1);
  });
  it("the ends of the range stay apart in a gap", () => {
    const { toX } = axisOf(GAP, 430, { from: 6 * HOUR, to: 12 * HOUR });
    expect(toX(12 * HOUR) - toX(6 * HOUR)).toBeGreaterThan(20);
  });
  it("a gap is named by its length", () => {
    expect([1.5 * HOUR, 30 * HOUR, 72 * HOUR, 20_000 * HOUR].map(shortly)).toEqual(["2 h", "30 h", "3 d", "2 y"]);
  });
});
