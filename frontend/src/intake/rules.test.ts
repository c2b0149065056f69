import { describe, expect, it } from "vitest";
import type { NoiseRule } from "../api/types";
import { busiest, conditions, hoursInBar, MOST_BARS, noiseBars, noiseRows, readable, spanOf, switched } from "./rules";

const HOUR = 3_600_000;
const at = (hour: number) => new Date(hour * HOUR).toISOString();

const rule = (name: string, rest: Partial<NoiseRule> = {}): NoiseRule => ({
  name,
  title: `${name}!`,
  on: true,
  fixed: false,
  verbs: [],
  resources: [],
  notResources: [],
  users: [],
  notUsers: [],
  succeeded: false,
  notDenied: false,
  ...rest,
});

const RULES = [rule("a"), rule("b", { on: false }), rule("c"), rule("klog", { fixed: true })];
const hours = [
  { start: at(100), calls: 8 },
  { start: at(103), calls: 2 },
];
const rows = noiseRows({
  noise: [
    { rule: "c", title: "c!", calls: 10, overTime: hours },
    { rule: "old", title: "old", calls: 1, overTime: [{ start: at(104), calls: 1 }] },
  ],
  noiseRules: RULES,
});

describe("noise rules", () => {
  it("are all there, those that dropped something first, with their state", () => {
    expect(rows.map(({ name, state, calls }) => [name, state, calls])).toEqual([
      ["c", "on", 10],
      ["old", "gone", 1],
      ["a", "on", 0],
      ["b", "off", 0],
      ["klog", "always", 0],
    ]);
  });

  it("are switched one by one", () => {
    expect(switched(RULES, "a")).toBe(`GRAPHSVC_NOISE_OFF='["a","b"]'`);
    expect(switched(RULES, "b")).toBe("GRAPHSVC_NOISE_OFF='[]'");
    expect(switched([rule("it's")], "it's")).toBe(`GRAPHSVC_NOISE_OFF='["it'\\''s"]'`);
  });

  it("need the filter itself when all of them are off", () => {
    const off = RULES.map((one) => ({ ...one, on: one.fixed }));
    expect(switched(off, "a")).toBe(`GRAPHSVC_NOISE_FILTER=true GRAPHSVC_NOISE_OFF='["b","c"]'`);
  });

  it("say what a call must match", () => {
    const told = conditions(rule("a", { verbs: ["get", "list"], notUsers: ["x", ""], notDenied: true }));
    expect(told.slice(0, -1)).toEqual([
      ["Verbs", "get, list"],
      ["Users", "anybody"],
      ["But not", "x, no identity"],
      ["Status", "not 401 or 403"],
    ]);
    expect(conditions(rule("a", { succeeded: true, notDenied: true }))).toContainEqual(["Status", "below 400"]);
    expect(conditions(rule("klog", { fixed: true }))).toEqual([]);
  });
});

describe("noise over time", () => {
  it("has few enough bars for any range", () => {
    expect(hoursInBar(null, null)).toBe(1);
    expect(hoursInBar(0, 24 * HOUR)).toBe(1);
    for (const days of [1, 2, 7, 30, 90, 400])
      expect((days * 24) / hoursInBar(0, days * 24 * HOUR)).toBeLessThan(MOST_BARS);
  });

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

it("records are set in lines where they are JSON", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":')).toBe('{"a":');
});
