// The alerts, on their page or under the graph, and the one in hand.
import { computed } from "@preact/signals";
import { ask } from "../api/client";
import {
  AlertDocument,
  type AlertStatus,
  AlertsDocument,
  type DetectionKind,
  type Severity,
} from "../api/generated/graphql";
import type { Alert, AlertDetail } from "../api/types";
import { cursorOf, ListLoader, Loader, type Rows } from "./loader";
import { view } from "./router";
import { list, place, selected, tick } from "./scope";

export const alerts = new ListLoader<Rows<Alert>>(alertPage);
export const alertDetail = new Loader<AlertDetail | null>();

// worst first
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];

export const worstFirst = (some: Alert[]) =>
  [...some].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Date.parse(b.lastSeen) - Date.parse(a.lastSeen),
  );

const PAGE_SIZE = 200;

// Under the graph the paths decide which alerts belong to the query; on their own page the server does.
async function alertPage(after: string | null, signal: AbortSignal): Promise<Rows<Alert>> {
  const { q, severity, kind, status, page } = view.value;
  const filters =
    page === "alerts"
      ? {
          search: q,
          severity: list<Severity>(severity),
          kind: list<DetectionKind>(kind),
          status: list<AlertStatus>(status),
        }
      : { search: "", severity: null, kind: null, status: null };
  const { edges, pageInfo } = (await ask(AlertsDocument, { ...filters, first: PAGE_SIZE, after }, signal)).alerts;
  return { rows: edges.map(({ node }) => node), more: cursorOf(pageInfo) };
}

export const alertKey = computed(() =>
  JSON.stringify([view.value.q, view.value.severity, view.value.kind, view.value.status, tick.value]),
);

export function loadAlerts() {
  if (place.value.includes("alerts")) void alerts.loadFirst();
}

// The alert in hand: the one in the panel, or the one whose paths alone are shown.
export const wantedAlert = computed(() => (selected.value.kind === "alert" ? selected.value.id : view.value.only));

export function loadAlert() {
  const id = wantedAlert.value;
  if (!id) return alertDetail.clear();
  void alertDetail.load(async (signal) => (await ask(AlertDocument, { id }, signal)).alert);
}
