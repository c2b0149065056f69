import { describe, expect, it } from "vitest";
import { HOUR } from "../state/noise";
import { busiest, noiseBars, spanOf } from "./noise-bars";

const at = (hour: number) => new Date(hour * HOUR).toISOString();
const row = (hours: { start: string; calls: number }[]) => ({
  name: "",
  title: "",
  state: "on" as const,
  calls: 0,
  hours,
  rule: null,
});

const hours = [
  { start: at(100), calls: 8 },
  { start: at(103), calls: 2 },
];
const rows = [row(hours), row([{ start: at(104), calls: 1 }])];

describe("noise over time", () => {
  it("stands in one span of time for all rules", () => {
    expect(spanOf(rows, null, null, 1)).toEqual({ from: 100 * HOUR, to: 105 * HOUR });
    expect(spanOf(rows, 90.5 * HOUR, 110.5 * HOUR, 1)).toEqual({ from: 90 * HOUR, to: 111 * HOUR });
    expect(spanOf(rows, null, null, 24)).toEqual({ from: 96 * HOUR, to: 144 * HOUR });
    expect(spanOf([], 0, HOUR, 1)).toBeNull();
  });

  it("draws bars inside the box, where their time is", () => {
    const bars = noiseBars(hours, { from: 100 * HOUR, to: 104 * HOUR }, 1, { width: 100, height: 20 });
    expect(bars).toEqual([
      { x: 0, width: 24, height: 20 },
      { x: 75, width: 24, height: 5 },
    ]);
    expect(busiest(hours)).toEqual(hours[0]);
    expect(busiest([])).toBeNull();
  });
});
