// What tip and panel say about a node: when it was seen, the names behind it, its commands, why it has its place.
import type { AlertMark, Commands, Polygraph, WireSeverity } from "../api/types";
import { moment, plural } from "../ui/format";
import type { GraphNode } from "./graph";
import { KINDS } from "./kinds";

export const SEVERITIES: WireSeverity[] = ["critical", "high", "medium", "low", "info"];

export const worstFirst = (alerts: AlertMark[]) =>
  [...alerts].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.time - a.time);

export const seen = (firstSeen: number) => (firstSeen > 0 ? `first ${moment(firstSeen)}` : "");

// The names behind a group, busiest first; for a group set, its Kubernetes groups.
export function namesOf(node: GraphNode): { title: string; names: string[]; total: number } | null {
  if (node.kind !== "value") return { title: KINDS[node.of]?.name ?? "", names: node.members, total: node.values };
  const { members } = node;
  return members.length ? { title: "Kubernetes groups", names: members, total: members.length } : null;
}

export const commandsOf = (node: GraphNode, poly: Polygraph): Commands | null => poly.commands[node.at] ?? null;

export function whyShown(node: GraphNode): string {
  switch (node.why) {
    case "alert":
      return plural(node.alerts.length, "open alert");
    case "commands":
      return "it runs commands";
    case "denied":
      return `${plural(node.denied, "call")} denied`;
    case "new":
      return "new in this range, and rare";
    case "kept":
      return "you keep it";
    default:
      return "among the most calls";
  }
}
