// What came in: calls taken and dropped in the chosen range, what a noise rule dropped lately, records that could not be read.
import { ask } from "../api/client";
import { DroppedDocument, NoiseDocument, RejectedDocument, RejectedRecordDocument } from "../api/generated/graphql";
import type { DroppedCall, NoiseRule, RejectedDetail, RejectedRecord } from "../api/types";
import { cursorOf, ListLoader, Loader, type Rows } from "./loader";
import { hoursInBar, type NoiseRow, noiseRows } from "./noise";
import { view } from "./router";
import { type Scope, scope, scopeVariables, selected } from "./scope";
import { countCalls, extent, loadTimeline } from "./timeline";

// a bar of the charts is `step` hours
export interface Intake {
  taken: number;
  step: number;
  rules: NoiseRule[];
  rows: NoiseRow[];
}
interface RejectedRows extends Rows<RejectedRecord> {
  total: number;
}

export const intake = new Loader<Intake>();
export const dropped = new Loader<DroppedCall[]>();
export const rejected = new ListLoader<RejectedRows>(rejectedPage);
export const rejectedDetail = new Loader<RejectedDetail | null>();

// The timeline comes first: it knows what is stored, and so how wide a bar is when no range is chosen.
export async function loadIntake() {
  if (view.value.page !== "intake") return;
  const now = { ...scope.value, search: "" };
  void rejected.loadFirst();
  await loadTimeline(now);
  void intake.load((signal) => intakeOf(now, signal));
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

export function loadDropped() {
  const { kind, id } = selected.value;
  dropped.clear();
  if (kind !== "noise") return;
  const { clusters } = scopeVariables(scope.value);
  void dropped.load(async (signal) => (await ask(DroppedDocument, { rule: id, clusters }, signal)).dropped);
}

const PAGE_SIZE = 100;

async function rejectedPage(after: string | null, signal: AbortSignal): Promise<RejectedRows> {
  const { clusters } = scopeVariables(scope.value);
  const found = (await ask(RejectedDocument, { clusters, first: PAGE_SIZE, after }, signal)).rejected;
  return { total: found.total, rows: found.records, more: cursorOf(found.pageInfo) };
}

export function loadRejected() {
  const { kind, id } = selected.value;
  if (kind !== "rejected") return rejectedDetail.clear();
  void rejectedDetail.load(async (signal) => (await ask(RejectedRecordDocument, { id }, signal)).rejectedRecord);
}
