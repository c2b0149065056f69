// What tip and panel say about a node: when it was seen, its lists, its commands, the busiest values of the other columns.
import { type AlertMark, COLUMN_KEYS, type Polygraph, type WireSeverity } from "../api/types";
import { clock, day, moment } from "../ui/format";
import type { GraphNode } from "./fold";
import { KINDS } from "./kinds";

export const SEVERITIES: WireSeverity[] = ["critical", "high", "medium", "low", "info"];

export const worstFirst = (alerts: AlertMark[]) =>
  [...alerts].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (b.time ?? 0) - (a.time ?? 0),
  );

export interface ValueCount {
  column: number;
  name: string;
  className: string;
  members: string[];
  calls: number;
}

export function seen({ firstSeen, lastSeen }: { firstSeen: number; lastSeen: number }): string {
  if (!Number.isFinite(firstSeen)) return "";
  if (firstSeen === lastSeen) return moment(firstSeen);
  if (lastSeen === 0) return `first ${moment(firstSeen)}`;
  return day(firstSeen) === day(lastSeen)
    ? `${clock(firstSeen)} – ${clock(lastSeen)}`
    : `${moment(firstSeen)} – ${moment(lastSeen)}`;
}

// The names behind a group, busiest first; for a group set, its Kubernetes groups.
export function namesOf(node: GraphNode, poly: Polygraph): { title: string; names: string[] } | null {
  const key = COLUMN_KEYS[node.column] as (typeof COLUMN_KEYS)[number];
  const { names, members } = poly.values[key];
  if (node.kind !== "value")
    return { title: KINDS[node.column]?.name ?? "", names: node.members.map((value) => names[value] ?? "") };
  const groups = members?.[node.members[0] ?? -1];
  return groups && groups.length > 0 ? { title: "Kubernetes groups", names: groups } : null;
}

export interface Command {
  text: string;
  where: string;
}

export function commandsOf(paths: number[], poly: Polygraph): Command[] {
  const found = new Map<string, Command>();
  for (const path of paths) {
    for (const text of poly.commands[String(poly.paths.id[path])] ?? []) {
      const name = (key: "user" | "resource") => poly.values[key].names[poly.paths[key][path] ?? -1] ?? "";
      const where = [name("user"), name("resource")].filter(Boolean).join(" · ");
      found.set(`${where} ${text}`, { text, where });
    }
  }
  return [...found.values()];
}

// Whether the commands belong in the tip: exec and its kin, and the status they are answered with.
export const showsCommands = (node: GraphNode) =>
  (node.column === 6 && node.className === "exec") || (node.column === 7 && node.label.startsWith("101"));

export function facets(paths: number[], poly: Polygraph, without: number): ValueCount[][] {
  return COLUMN_KEYS.map((key, column) => {
    if (column === without) return [];
    const counts = new Map<number, number>();
    for (const path of paths) {
      const value = poly.paths[key][path] ?? -1;
      if (value >= 0) counts.set(value, (counts.get(value) ?? 0) + (poly.paths.calls[path] ?? 0));
    }
    const { names, classes, members } = poly.values[key];
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([value, calls]) => ({
        column,
        name: names[value] ?? "",
        className: classes[value] ?? "",
        members: members?.[value] ?? [],
        calls,
      }));
  });
}
