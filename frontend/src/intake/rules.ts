// Noise rules with what they dropped, how one is switched, and the bars of its chart. Pure.
import type { NoiseHour, NoiseQuery, NoiseRule } from "../api/types";

// gone: what was dropped is still counted, but no rule has the name any more
export type RuleState = "on" | "off" | "always" | "gone";

export interface NoiseRow {
  name: string;
  title: string;
  state: RuleState;
  calls: number;
  hours: NoiseHour[];
  rule: NoiseRule | null;
}

// The rule that dropped most comes first; those that dropped nothing follow in the order in which they are asked.
export function noiseRows({ noise, noiseRules }: NoiseQuery): NoiseRow[] {
  const rules = new Map(noiseRules.map((rule) => [rule.name, rule]));
  const counted = noise.map(({ rule: name, title, calls, overTime }) => {
    const rule = rules.get(name) ?? null;
    return { name, title, state: stateOf(rule), calls, hours: overTime, rule };
  });
  const seen = new Set(counted.map(({ name }) => name));
  const rest = noiseRules
    .filter(({ name }) => !seen.has(name))
    .map((rule) => ({ name: rule.name, title: rule.title, state: stateOf(rule), calls: 0, hours: [], rule }));
  return [...counted, ...rest];
}

function stateOf(rule: NoiseRule | null): RuleState {
  if (!rule) return "gone";
  return rule.fixed ? "always" : rule.on ? "on" : "off";
}

// The setting that turns one rule the other way and leaves the rest as they are.
export function switched(rules: NoiseRule[], name: string): string {
  const own = rules.filter(({ fixed }) => !fixed);
  const off = own.filter((rule) => (rule.name === name ? rule.on : !rule.on)).map((rule) => rule.name);
  const setting = `GRAPHSVC_NOISE_OFF=${quoted(JSON.stringify(off))}`;
  // When none is on the whole filter may be off, and a list of names alone would change nothing.
  return own.some(({ on }) => on) ? setting : `GRAPHSVC_NOISE_FILTER=true ${setting}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

// The lines of a rule, all of which a call must match.
export function conditions(rule: NoiseRule): [string, string][] {
  if (rule.fixed) return [];
  const all: [string, string][] = [
    ["Verbs", words(rule.verbs)],
    ["Resources", words(rule.resources)],
    ["But not", words(rule.notResources)],
    ["Users", words(rule.users) || "anybody"],
    ["But not", words(rule.notUsers)],
    ["Status", rule.succeeded ? "below 400" : rule.notDenied ? "not 401 or 403" : ""],
    ["As", "nobody else: impersonated calls are kept"],
  ];
  return all.filter(([, text]) => text);
}

const words = (values: string[]) => values.map((value) => value || "no identity").join(", ");

const HOUR = 3_600_000;
const STEPS = [1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760];
export const MOST_BARS = 48;

// Hours in a bar, so that there are few enough of them.
export function hoursInBar(from: number | null, to: number | null): number {
  const hours = from === null || to === null ? 0 : (to - from) / HOUR;
  return STEPS.find((step) => hours <= step * (MOST_BARS - 1)) ?? 8760;
}

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

export interface NoiseBar {
  x: number;
  width: number;
  height: number;
}

// Bars of one rule in a box, as high as its own busiest time.
export function noiseBars(hours: NoiseHour[], span: Span, step: number, box: { width: number; height: number }) {
  const pitch = (box.width * step * HOUR) / (span.to - span.from);
  const most = hours.reduce((sum, { calls }) => Math.max(sum, calls), 1);
  return hours.map(({ start, calls }): NoiseBar => {
    const x = ((Date.parse(start) - span.from) / (step * HOUR)) * pitch;
    return { x, width: Math.max(1, pitch - 1), height: Math.max(1.5, (calls / most) * box.height) };
  });
}

export const busiest = (hours: NoiseHour[]): NoiseHour | null =>
  hours.reduce<NoiseHour | null>((best, hour) => (best && best.calls >= hour.calls ? best : hour), null);

// A record in lines, where it is JSON; otherwise as it is.
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
