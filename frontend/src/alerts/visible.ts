// The alerts under the graph: those with evidence on the paths that are drawn, worst first.
import { computed } from "@preact/signals";
import type { Alert } from "../api/types";
import { alerts, polygraph } from "../state/store";

const RANK = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];

export const worstFirst = (list: Alert[]) =>
  [...list].sort(
    (a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity) || Date.parse(b.lastSeen) - Date.parse(a.lastSeen),
  );

export const visibleAlerts = computed<Alert[] | null>(() => {
  const list = alerts.data.value?.rows;
  const poly = polygraph.data.value;
  if (!list || !poly) return null;
  const ids = new Set(poly.alerts.map(({ id }) => String(id)));
  return worstFirst(list.filter(({ id }) => ids.has(String(id))));
});
