import { describe, expect, it } from "vitest";
import type { Timeline } from "../api/types";
import { bars, endOf, FRAME, ticks } from "./bars";

const line: Timeline = {
  start: 0,
  step: 1000,
  ok: [10, 0, 400],
  failed: [5, 0, 0],
  denied: [1, 1, 0],
  extent: { from: 0, to: 2999 },
};

describe("timeline bars", () => {
  it("stay inside the frame and show the smallest count", () => {
    for (const { heights } of bars(line, 300))
      expect(heights.reduce((a, b) => a + b)).toBeLessThanOrEqual(FRAME.base - FRAME.top);
    expect(bars(line, 300)[1]?.heights[2]).toBeGreaterThanOrEqual(1.5);
    expect(endOf(line)).toBe(3000);
  });
  it("have few enough marks on the axis", () => {
    for (const span of [60_000, 3_600_000, 86_400_000, 90 * 86_400_000, 900 * 86_400_000]) {
      const marks = ticks(1_000_000, 1_000_000 + span, 1000);
      expect(marks.length).toBeGreaterThan(1);
      expect(marks.length).toBeLessThan(14);
    }
  });
});
