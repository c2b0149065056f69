import { describe, expect, it } from "vitest";
import { moved, rowsInSight } from "./sight";

describe("rows in sight", () => {
  it("are a few, wherever one stands in ten thousand", () => {
    for (let top = 0; top < 250_000; top += 777) {
      const { from, to } = rowsInSight(top, top + 600, 25, 10_000);
      expect(from * 25).toBeLessThanOrEqual(top);
      expect(to).toBeGreaterThanOrEqual(Math.min(10_000, Math.ceil((top + 600) / 25)));
      expect(to - from).toBeLessThanOrEqual(56);
    }
  });
  it("stay inside the list, also one that became shorter or is empty", () => {
    expect(rowsInSight(0, 500, 25, 0)).toEqual({ from: 0, to: 0 });
    expect(rowsInSight(90_000, 90_500, 25, 30)).toEqual({ from: 22, to: 30 });
    expect(rowsInSight(-4000, -3500, 25, 30)).toEqual({ from: 0, to: 0 });
  });
  it("do not change with every pixel", () => {
    expect(rowsInSight(1001, 1501, 25, 500)).toEqual(rowsInSight(1010, 1510, 25, 500));
  });
});

describe("keys in a table", () => {
  it("move by rows, columns and pages, and stop at the edges", () => {
    const at = { row: 3, column: 0 };
    expect(moved("ArrowUp", at, 10, 4, 5)).toEqual({ row: 2, column: 0 });
    expect(moved("ArrowLeft", at, 10, 4, 5)).toEqual(at);
    expect(moved("ArrowRight", at, 10, 4, 5)).toEqual({ row: 3, column: 1 });
    expect(moved("PageDown", at, 10, 4, 20)).toEqual({ row: 9, column: 0 });
    expect(moved("End", at, 10_000, 4, 5)).toEqual({ row: 9_999, column: 0 });
    expect(moved("Home", at, 10, 4, 5)).toEqual({ row: 0, column: 0 });
  });
  it("other keys, and an empty table, lead nowhere", () => {
    expect(moved("q", { row: 0, column: 0 }, 10, 4, 5)).toBeNull();
    expect(moved("End", { row: 0, column: 0 }, 0, 4, 5)).toBeNull();
  });
});
