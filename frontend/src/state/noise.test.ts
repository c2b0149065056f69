import { describe, expect, it } from "vitest";
import type { NoiseRule } from "../api/types";
import { conditions, HOUR, hoursInBar, MOST_BARS, noiseRows, switched } from "./noise";

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

  it("have few enough bars for any range", () => {
    expect(hoursInBar(null, null)).toBe(1);
    expect(hoursInBar(0, 24 * HOUR)).toBe(1);
    for (const days of [1, 2, 7, 30, 90, 400])
      expect((days * 24) / hoursInBar(0, days * 24 * HOUR)).toBeLessThan(MOST_BARS);
  });
});
