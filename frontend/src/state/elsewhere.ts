// When the chosen range has no call: where those are that match otherwise.
import { computed } from "@preact/signals";
import { Loader } from "./loader";
import { polygraph } from "./polygraph";
import { beside, type Elsewhere, runsOf } from "./runs";
import { onGraph, scope, scopeKey } from "./scope";
import { barsOf } from "./timeline";

export const elsewhere = new Loader<Elsewhere>();

const BARS = 500;

// Names the scope that was found to be empty; nothing while there are calls or an answer is on its way.
export const emptyScope = computed(() => {
  const found = !polygraph.busy.value && polygraph.data.value;
  const { from, to } = scope.value;
  return found && found.calls === 0 && onGraph.value && (from ?? to) !== null ? scopeKey.value : "";
});

export function loadElsewhere() {
  elsewhere.clear();
  if (!emptyScope.value) return;
  const now = scope.value;
  void elsewhere.load(async (signal) =>
    beside(runsOf(await barsOf({ ...now, from: null, to: null }, BARS, signal)), now.from, now.to),
  );
}
