// How whole the log of each cluster is, in words; what is missing opens below.
import type { Receipt } from "../api/types";
import { receipts } from "../state/receipts";
import { Facts } from "../ui/facts";
import { between, count, plural } from "../ui/format";
import { Failure, Skeleton } from "../ui/states";

export function Receipts({ retry }: { retry: () => void }) {
  const list = receipts.data.value;
  const error = receipts.error.value;
  if (error) return <Failure what="The receipts" error={error} retry={retry} />;
  if (!list) return <Skeleton rows={2} />;
  if (!list.length) return <p class="nothing">No cluster has sent anything yet.</p>;
  return (
    <div data-testid="receipts">
      {list.map((receipt) => (
        <Row key={receipt.cluster} receipt={receipt} />
      ))}
    </div>
  );
}

const span = ({ from, to }: { from: string | null; to: string | null }) =>
  from && to ? `${between(Date.parse(from), Date.parse(to))} UTC` : "nobody can know";

function Row({ receipt }: { receipt: Receipt }) {
  const { cluster, state, holes, latestHoles } = receipt;
  const more = holes - latestHoles.length;
  const facts: [string, string][] = [
    ["In words", receipt.told],
    ["Heartbeats", count(receipt.heartbeats)],
    ["Reported lost", plural(receipt.reportedLost, "call")],
    ["Never ended", `${plural(receipt.neverEnded, "request")}, ${count(receipt.underWay)} more may be under way`],
    ...latestHoles.map((hole): [string, string] => [span(hole), hole.told]),
    ...(more > 0 ? [["Earlier", plural(more, "hole")] satisfies [string, string]] : []),
  ];
  return (
    <details class="detection told">
      <summary>
        <span class="name">{cluster}</span>
        <span class="quiet">{span(receipt)}</span>
        <span class={`chip ${state === "WHOLE" ? "" : "refused"}`}>
          {state === "HOLES" ? plural(holes, "hole") : state.toLowerCase()}
        </span>
      </summary>
      <Facts rows={facts} />
    </details>
  );
}
