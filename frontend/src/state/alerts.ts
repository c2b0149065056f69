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
import { list, onGraph, place, selected, tick } from "./scope";

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

// What their page asks for, of alerts and of stories.
export function alertFilters() {
  const { q, severity, kind, status } = view.value;
  return {
    search: q,
    severity: list<Severity>(severity),
    kind: list<DetectionKind>(kind),
    status: list<AlertStatus>(status),
  };
}

// Under the graph the paths decide which alerts belong to the query; on their own page the server does.
async function alertPage(after: string | null, signal: AbortSignal): Promise<Rows<Alert>> {
  const everything = { search: "", severity: null, kind: null, status: null };
  const filters = view.value.page === "alerts" ? alertFilters() : everything;
  const { edges, pageInfo } = (await ask(AlertsDocument, { ...filters, first: PAGE_SIZE, after }, signal)).alerts;
  return { rows: edges.map(({ node }) => node), more: cursorOf(pageInfo) };
}

// The page of alerts tells stories, or lists them one by one: always those of one detection.
export const tellsStories = computed(() => view.value.tab !== "alerts" && !view.value.code);

export const alertKey = computed(() => {
  const { q, severity, kind, status } = view.value;
  return JSON.stringify([q, severity, kind, status, tellsStories.value, tick.value]);
});

export function loadAlerts() {
  if (place.value.includes("alerts") && (onGraph.value || !tellsStories.value)) void alerts.loadFirst();
}

// The alert in hand: the one in the panel, or the one whose paths alone are shown.
export const wantedAlert = computed(() => (selected.value.kind === "alert" ? selected.value.id : view.value.only));

export function loadAlert() {
  const id = wantedAlert.value;
  if (!id) return alertDetail.clear();
  void alertDetail.load(async (signal) => (await ask(AlertDocument, { id }, signal)).alert);
}
