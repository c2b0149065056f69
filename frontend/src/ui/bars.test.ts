import { describe, expect, it } from "vitest";
import type { Timeline } from "../api/types";
import { axisOf, endOf } from "./axis";
import { bars, FRAME, ticks } from "./bars";

const line: Timeline = {
  start: 0,
  step: 1000,
  ok: [10, 0, 400],
  failed: [5, 0, 0],
  denied: [1, 1, 0],
  extent: { from: 0, to: 2999 },
};

const drawn = (some: Timeline, width: number) => bars(some, axisOf(some, width, { from: some.start, to: endOf(some) }));

describe("timeline bars", () => {
  it("stay inside the frame and show the smallest count", () => {
    for (const { heights } of drawn(line, 300))
      expect(heights.reduce((a, b) => a + b)).toBeLessThanOrEqual(FRAME.base - FRAME.top);
    expect(drawn(line, 300)[1]?.heights[2]).toBeGreaterThanOrEqual(1.5);
    expect(endOf(line)).toBe(3000);
  });
  it("lose no call where they stand together", () => {
    const many = Array.from({ length: 480 }, (_, at) => at % 7);
    const fine: Timeline = { ...line, ok: many, failed: many, denied: many };
    const found = drawn(fine, 400);
    expect(found.length).toBeLessThan(80);
    expect(Math.min(...found.map(({ width }) => width))).toBeGreaterThan(4);
    expect(drawn({ ...line, ok: [0], failed: [0], denied: [0] }, 300)).toEqual([]);
  });
  it("have few enough marks on the axis", () => {
    for (const span of [60_000, 3_600_000, 86_400_000, 90 * 86_400_000, 900 * 86_400_000]) {
      const marks = ticks(1_000_000, 1_000_000 + span, 1000);
      expect(marks.length).toBeGreaterThan(1);
      expect(marks.length).toBeLessThan(14);
    }
  });
});
