// What came in: how much was taken, what the noise rules dropped, what could not be read.

import { useEffect } from "preact/hooks";
import { Side } from "../panel/side";
import { intake, rejected } from "../state/intake";
import { loadReceipts } from "../state/receipts";
import { view } from "../state/router";
import { reload, scope } from "../state/scope";
import { NoiseTable } from "../table/noise";
import { barName } from "../table/noise-bars";
import { Receipts } from "../table/receipts";
import { RejectedTable } from "../table/rejected";
import { count, plural } from "../ui/format";
import { Scroll } from "../ui/scroll";
import { Failure, Skeleton } from "../ui/states";

export function IntakePage() {
  const data = intake.data.value;
  const error = intake.error.value;
  useEffect(loadReceipts, [scope.value]);
  return (
    <main class={`main page ${view.value.sel ? "open" : ""}`}>
      <Scroll class={`page-body ${intake.busy.value && data ? "stale" : ""}`} name="Taken, dropped and rejected">
        <div class="page-head">
          <h1>Intake</h1>
          <Totals />
        </div>
        <div class="page-head">
          <h2>Receipts</h2>
          <span class="muted">
            from when to when each log is whole, by the leases that nodes and control plane renew
          </span>
        </div>
        <Receipts retry={reload} />
        <div class="page-head">
          <h2>Noise rules</h2>
          <span class="muted">
            calls kept out of the graph, counted in whole hours{data ? `; a bar is one ${barName(data.step)}` : ""}
          </span>
        </div>
        {error ? (
          <Failure what="The noise" error={error} retry={reload} />
        ) : data ? (
          <NoiseTable data={data} />
        ) : (
          <Skeleton rows={6} />
        )}
        <p class="hint">
          Rules are data: <code>GRAPHSVC_NOISE_RULES</code> names a file of your own, which comes first. A changed rule
          takes effect on the past by <code>graphsvc rebuild</code>.
        </p>
        <div class="page-head">
          <h2>Rejected records</h2>
          <span class="muted">
            {rejected.data.value ? `${plural(rejected.data.value.total, "record")} of any time, newest first, ` : ""}
            kept with what is wrong with them
          </span>
        </div>
        <RejectedTable />
        <p class="hint">
          <code>graphsvc rejected</code> lists them too; after a fix <code>graphsvc rejected --replay</code> tries all
          of them again.
        </p>
      </Scroll>
      <Side />
    </main>
  );
}

function Totals() {
  const data = intake.data.value;
  if (!data) return null;
  const dropped = data.rows.reduce((sum, { calls }) => sum + calls, 0);
  const share = dropped ? ` (${Math.round((100 * dropped) / (dropped + data.taken))} %)` : "";
  return (
    <span class="muted" role="status" data-testid="intake">
      {plural(data.taken, "call")} taken · {count(dropped)} dropped{share}
    </span>
  );
}
