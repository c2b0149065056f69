// The one store: what the view asks for is fetched here, and only here. Components read signals.
import { computed, effect, signal, untracked } from "@preact/signals";
import { ask, getJson } from "../api/client";
import {
  AlertDocument,
  type AlertStatus,
  AlertsDocument,
  ApiCallsDocument,
  CallDocument,
  ClustersDocument,
  type DetectionKind,
  DetectionsDocument,
  DroppedDocument,
  NoiseDocument,
  RejectedDocument,
  RejectedRecordDocument,
  type Severity,
} from "../api/generated/graphql";
import type {
  Alert,
  AlertDetail,
  ApiCall,
  CallDetail,
  Cluster,
  Detection,
  DroppedCall,
  NoiseRule,
  Polygraph,
  RejectedDetail,
  RejectedRecord,
  Timeline,
} from "../api/types";
import { pills, removePill } from "../search/terms";
import { Loader } from "./loader";
import { hoursInBar, type NoiseRow, noiseRows } from "./noise";
import { restrict } from "./paths";
import { view } from "./router";
import { instant, isoTime } from "./url";

export const polygraph = new Loader<Polygraph>();
export const timeline = new Loader<Timeline>();
export const clusters = new Loader<Cluster[]>();
export const detections = new Loader<Detection[]>();

// calls taken and dropped in the chosen range; a bar of the charts is `step` hours
export interface Intake {
  taken: number;
  step: number;
  rules: NoiseRule[];
  rows: NoiseRow[];
}
export const intake = new Loader<Intake>();
export const dropped = new Loader<DroppedCall[]>();

export interface RejectedRows {
  total: number;
  rows: RejectedRecord[];
  more: string | null;
}
export const rejected = new Loader<RejectedRows>();
export const rejectedDetail = new Loader<RejectedDetail | null>();

export interface AlertRows {
  rows: Alert[];
  more: string | null;
}
export const alerts = new Loader<AlertRows>();
export const alertDetail = new Loader<AlertDetail | null>();
export const callDetail = new Loader<CallDetail | null>();
// calls that each pill of the search keeps away, in their order
export const effects = new Loader<number[]>();

export interface CallRows {
  rows: ApiCall[];
  more: string | null;
  searchedBackTo: string | null;
}
export const calls = new Loader<CallRows>();
export const callsMore = signal(false);

// First and last call stored; the frame of the timeline.
export const extent = computed(() => timeline.data.value?.extent ?? { from: null, to: null });

export interface Scope {
  search: string;
  clusters: string[];
  from: number | null;
  to: number | null;
}

const tick = signal(0);
export const reload = () => {
  tick.value++;
};

// Relative times are taken once for each question, so that graph, timeline and tables speak of the same range.
const scopeKey = computed(() =>
  JSON.stringify([view.value.q, view.value.clusters, view.value.from, view.value.to, tick.value]),
);
export const scope = computed<Scope>(() => {
  scopeKey.value;
  const { q, clusters: names, from, to } = untracked(() => view.value);
  const now = Date.now();
  return { search: q, clusters: names, from: instant(from, now), to: instant(to, now) };
});

export const pillList = computed(() => pills(view.value.q));

// What the canvas draws: everything, or the paths of one alert.
export const shown = computed<Polygraph | null>(() => {
  const data = polygraph.data.value;
  const { only } = view.value;
  if (!data || !only) return data;
  const ids =
    alertDetail.data.value?.id === only
      ? alertDetail.data.value.pathIds
      : data.alerts.find(({ id }) => id === only)?.paths;
  return ids ? restrict(data, ids) : data;
});

function scopeQuery({ search, clusters: names, from, to }: Scope): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.append("search", search);
  for (const name of names) query.append("cluster", name);
  if (from !== null) query.append("from", String(from));
  if (to !== null) query.append("to", String(to));
  return query;
}

function scopeVariables({ search, clusters: names, from, to }: Scope) {
  return {
    search,
    clusters: names.length ? names : null,
    from: from === null ? null : isoTime(from),
    to: to === null ? null : isoTime(to),
  };
}

export const BARS = 120;

// The timeline shows the chosen range in its surroundings, so that the brush has somewhere to go.
function frame({ from, to }: Scope): { from: number | null; to: number | null } {
  const { from: first, to: last } = extent.value;
  if ((from === null && to === null) || first === null || last === null) return { from: null, to: null };
  const [start, end] = [from ?? first, to ?? last + 1];
  const width = Math.max(1, end - start);
  if (width * 20 > last - first) return { from: Math.min(first, start), to: Math.max(last + 1, end) };
  return { from: start - width, to: end + width };
}

async function loadTimeline(now: Scope, signal: AbortSignal): Promise<Timeline> {
  const { from, to } = frame(now);
  const query = scopeQuery({ ...now, from, to });
  query.append("bars", String(BARS));
  return getJson<Timeline>("/v1/timeline", query, signal);
}

async function countCalls(now: Scope, signal: AbortSignal): Promise<number> {
  const query = scopeQuery(now);
  query.append("bars", "1");
  const { ok, failed, denied } = await getJson<Timeline>("/v1/timeline", query, signal);
  return [...ok, ...failed, ...denied].reduce((sum, count) => sum + count, 0);
}

// One question for each term: how many calls would be there without it.
async function loadEffects(now: Scope, total: number, signal: AbortSignal): Promise<number[]> {
  const without = pills(now.search).map((_, index) => removePill(now.search, index));
  const counts = await Promise.all(without.map((search) => countCalls({ ...now, search }, signal)));
  return counts.map((count) => Math.max(0, count - total));
}

const MOST_EFFECTS = 6;

function refresh(now: Scope) {
  effects.clear();
  void timeline.load((signal) => loadTimeline(now, signal));
  void polygraph.load(async (signal) => {
    const answer = await getJson<Polygraph>("/v1/polygraph", scopeQuery(now), signal);
    const terms = pills(now.search).length;
    if (terms && terms <= MOST_EFFECTS) void effects.load((other) => loadEffects(now, answer.calls, other));
    return answer;
  });
}

const PAGE_SIZE = 100;

async function callPage(now: Scope, errorsOnly: boolean, after: string | null, signal: AbortSignal): Promise<CallRows> {
  const variables = { ...scopeVariables(now), errorsOnly, first: PAGE_SIZE, after };
  const data = await ask(ApiCallsDocument, variables, signal);
  const { edges, pageInfo, searchedBackTo } = data.apiCalls;
  return {
    rows: edges.map(({ node }) => node),
    more: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    searchedBackTo: pageInfo.hasNextPage ? searchedBackTo : null,
  };
}

export function loadMoreCalls() {
  const so = calls.data.value;
  const { tab } = view.value;
  if (!so?.more || calls.busy.value) return;
  callsMore.value = true;
  void calls
    .load(async (signal) => {
      const next = await callPage(scope.value, tab === "errors", so.more, signal);
      return { ...next, rows: [...so.rows, ...next.rows] };
    })
    .finally(() => {
      callsMore.value = false;
    });
}

// The address holds plain words; the server refuses those it does not know.
const list = <T extends string>(values: string[]) => (values.length ? (values as T[]) : null);

const ALERT_PAGE = 200;

// Under the graph the paths decide which alerts belong to the query; on their own page the server does.
async function alertPage(after: string | null, signal: AbortSignal): Promise<AlertRows> {
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
  const { edges, pageInfo } = (await ask(AlertsDocument, { ...filters, first: ALERT_PAGE, after }, signal)).alerts;
  return { rows: edges.map(({ node }) => node), more: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

export function loadMoreAlerts() {
  const so = alerts.data.value;
  if (!so?.more || alerts.busy.value) return;
  void alerts.load(async (signal) => {
    const next = await alertPage(so.more, signal);
    return { ...next, rows: [...so.rows, ...next.rows] };
  });
}

export const selection = computed(() => view.value.sel);
export const selected = computed(() => {
  const sel = selection.value;
  const colon = sel.indexOf(":");
  return { kind: sel.slice(0, Math.max(0, colon)), id: sel.slice(colon + 1) };
});

// The alert in hand: the one in the panel, or the one whose paths alone are drawn.
const wantedAlert = computed(() => (selected.value.kind === "alert" ? selected.value.id : view.value.only));

const DEBOUNCE = 40;

function soon(work: () => void): () => void {
  const timer = setTimeout(() => untracked(work), DEBOUNCE);
  return () => clearTimeout(timer);
}

// Effects depend on these texts alone, so that opening a panel asks the server for nothing but the panel.
const place = computed(() => `${view.value.page} ${view.value.page === "polygraph" ? view.value.tab : ""}`);
const alertKey = computed(() =>
  JSON.stringify([view.value.q, view.value.severity, view.value.kind, view.value.status, tick.value]),
);
const sideKey = computed(() => JSON.stringify([view.value.page, view.value.kind, view.value.q, tick.value]));
const onGraph = computed(() => view.value.page === "polygraph");

function when(keys: { value: unknown }[], work: () => void) {
  effect(() => {
    for (const key of keys) key.value;
    return soon(work);
  });
}

export function startStore() {
  // Rows of one table never stand under the name of another.
  effect(() => {
    place.value;
    untracked(() => calls.clear());
  });
  when([scopeKey, onGraph], () => onGraph.value && refresh(scope.value));
  when([scopeKey, place], loadCalls);
  when([alertKey, place], () => {
    if (place.value.includes("alerts")) void alerts.load((signal) => alertPage(null, signal));
  });
  when([wantedAlert, tick], loadAlert);
  when([selected, tick], loadCall);
  when([selected, tick], loadRejected);
  when([selected, scopeKey], loadDropped);
  when([scopeKey, place], loadIntake);
  when([tick], () => {
    void clusters.load(async (signal) => (await ask(ClustersDocument, {}, signal)).clusters);
  });
  when([sideKey], loadSidePages);
}

function loadCalls() {
  const { tab } = view.value;
  if (!onGraph.value || tab === "alerts") return;
  void calls.load((signal) => callPage(scope.value, tab === "errors", null, signal));
}

function loadAlert() {
  const id = wantedAlert.value;
  if (!id) return alertDetail.clear();
  void alertDetail.load(async (signal) => (await ask(AlertDocument, { id }, signal)).alert);
}

function loadCall() {
  const { kind, id } = selected.value;
  if (kind !== "call") return callDetail.clear();
  void callDetail.load(async (signal) => (await ask(CallDocument, { id }, signal)).call);
}

function loadSidePages() {
  const { page, kind, q } = view.value;
  if (page === "detections") {
    const variables = { kind: list<DetectionKind>(kind), search: q };
    void detections.load(async (signal) => (await ask(DetectionsDocument, variables, signal)).detections);
  }
}

async function intakeOf(now: Scope, signal: AbortSignal): Promise<Intake> {
  const { search: _, ...variables } = scopeVariables(now);
  const step = hoursInBar(now.from ?? extent.value.from, now.to ?? extent.value.to);
  const [taken, found] = await Promise.all([
    countCalls(now, signal),
    ask(NoiseDocument, { ...variables, step }, signal),
  ]);
  return { taken, step, rules: found.noiseRules, rows: noiseRows(found) };
}

// The timeline comes first: it knows what is stored, and so how wide a bar is when no range is chosen.
async function loadIntake() {
  if (view.value.page !== "intake") return;
  const now = { ...scope.value, search: "" };
  void rejected.load((signal) => rejectedPage(null, signal));
  await timeline.load((signal) => loadTimeline(now, signal));
  void intake.load((signal) => intakeOf(now, signal));
}

async function rejectedPage(after: string | null, signal: AbortSignal): Promise<RejectedRows> {
  const { clusters: names } = scopeVariables(scope.value);
  const found = (await ask(RejectedDocument, { clusters: names, first: PAGE_SIZE, after }, signal)).rejected;
  const { total, records, pageInfo } = found;
  return { total, rows: records, more: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

export function loadMoreRejected() {
  const so = rejected.data.value;
  if (!so?.more || rejected.busy.value) return;
  void rejected.load(async (signal) => {
    const next = await rejectedPage(so.more, signal);
    return { ...next, rows: [...so.rows, ...next.rows] };
  });
}

function loadRejected() {
  const { kind, id } = selected.value;
  if (kind !== "rejected") return rejectedDetail.clear();
  void rejectedDetail.load(async (signal) => (await ask(RejectedRecordDocument, { id }, signal)).rejectedRecord);
}

function loadDropped() {
  const { kind, id } = selected.value;
  dropped.clear();
  if (kind !== "noise") return;
  const { clusters: names } = scopeVariables(scope.value);
  void dropped.load(async (signal) => (await ask(DroppedDocument, { rule: id, clusters: names }, signal)).dropped);
}
