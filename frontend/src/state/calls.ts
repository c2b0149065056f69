// The calls under the graph, newest first, and the one in the panel.
import { ask } from "../api/client";
import { ApiCallsDocument, CallDocument } from "../api/generated/graphql";
import type { ApiCall, CallDetail } from "../api/types";
import { cursorOf, ListLoader, Loader, type Rows } from "./loader";
import { view } from "./router";
import { onGraph, scope, scopeVariables, selected } from "./scope";

interface CallRows extends Rows<ApiCall> {
  searchedBackTo: string | null;
}

export const calls = new ListLoader<CallRows>(callPage);
export const callDetail = new Loader<CallDetail | null>();

const PAGE_SIZE = 100;

async function callPage(after: string | null, signal: AbortSignal): Promise<CallRows> {
  const errorsOnly = view.value.tab === "errors";
  const variables = { ...scopeVariables(scope.value), errorsOnly, first: PAGE_SIZE, after };
  const { edges, pageInfo, searchedBackTo } = (await ask(ApiCallsDocument, variables, signal)).apiCalls;
  return {
    rows: edges.map(({ node }) => node),
    more: cursorOf(pageInfo),
    searchedBackTo: pageInfo.hasNextPage ? searchedBackTo : null,
  };
}

export function loadCalls() {
  if (onGraph.value && view.value.tab !== "alerts") void calls.loadFirst();
}

export function loadCall() {
  const { kind, id } = selected.value;
  if (kind !== "call") return callDetail.clear();
  void callDetail.load(async (signal) => (await ask(CallDocument, { id }, signal)).call);
}
