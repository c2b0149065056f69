// The calls under the graph, newest first, and the one in the panel.
import { ask } from "../api/client";
import { ApiCallsDocument, CallDocument } from "../api/generated/graphql";
import type { ApiCall, CallDetail } from "../api/types";
import { cursorOf, ListLoader, Loader, type Rows } from "./loader";
import { keptTop, view } from "./router";
import { besideKey, besideScope, onGraph, scopeVariables, selected } from "./scope";

interface CallRows extends Rows<ApiCall> {
  // names what is listed: rows of another list are not further rows of this one
  list: string;
  searchedBackTo: string | null;
}

export const calls = new ListLoader<CallRows>(callPage);
export const callDetail = new Loader<CallDetail | null>();

// The first page is soon there; who scrolls wants more.
const FIRST_PAGE = 100;
const PAGE = 200;

export const askedList = () => `${besideKey.value} ${view.value.tab}`;

async function callPage(after: string | null, signal: AbortSignal): Promise<CallRows> {
  const list = askedList();
  const errorsOnly = view.value.tab === "errors";
  const variables = { ...scopeVariables(besideScope.value), errorsOnly, first: after ? PAGE : FIRST_PAGE, after };
  const { edges, pageInfo, searchedBackTo } = (await ask(ApiCallsDocument, variables, signal)).apiCalls;
  return {
    list,
    rows: edges.map(({ node }) => node),
    more: cursorOf(pageInfo),
    searchedBackTo: pageInfo.hasNextPage ? searchedBackTo : null,
  };
}

// A list that was left far down comes back as far down, within reason: rows are at least so high.
const ROW = 24;
const MOST_AT_ONCE = 5_000;

export function loadCalls() {
  if (!onGraph.value || view.value.tab === "alerts") return;
  void calls.loadFirst(keptTop() ? Math.min(MOST_AT_ONCE, keptTop() / ROW + FIRST_PAGE) : 0);
}

export function loadCall() {
  const { kind, id } = selected.value;
  if (kind !== "call") return callDetail.clear();
  void callDetail.load(async (signal) => (await ask(CallDocument, { id }, signal)).call);
}
