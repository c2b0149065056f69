// Noise rules: what each dropped, how one is switched, what a call must match, how long a bar of their charts is. Pure.
import type { NoiseHour, NoiseQuery, NoiseRule } from "../api/types";

// gone: what was dropped is still counted, but no rule has the name any more
type RuleState = "on" | "off" | "always" | "gone";

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

export const HOUR = 3_600_000;
const STEPS = [1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760];
export const MOST_BARS = 48;

// Hours in a bar, so that there are few enough of them.
export function hoursInBar(from: number | null, to: number | null): number {
  const hours = from === null || to === null ? 0 : (to - from) / HOUR;
  return STEPS.find((step) => hours <= step * (MOST_BARS - 1)) ?? 8760;
}
