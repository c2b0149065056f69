// How whole the logs of the chosen clusters are in the chosen range. Only the intake page asks, and brings this with it.
import { ask } from "../api/client";
import { ReceiptsDocument } from "../api/generated/later/graphql";
import type { Receipt } from "../api/types";
import { Loader } from "./loader";
import { scope, scopeVariables } from "./scope";

export const receipts = new Loader<Receipt[]>();

export function loadReceipts() {
  const { search: _, ...variables } = scopeVariables({ ...scope.value, search: "" });
  void receipts.load(async (signal) => (await ask(ReceiptsDocument, variables, signal)).receipts);
}
