// Records that could not be read, newest first: when they came, where from, and why. A row opens the text.
import type { RejectedRecord } from "../api/types";
import { SideCell, SideRow } from "../panel/side-row";
import { rejected } from "../state/intake";
import { reload } from "../state/scope";
import { clock, count, day, moment } from "../ui/format";
import { Failure, Skeleton } from "../ui/states";
import { type Columns, TableHead } from "../ui/table-head";

const COLUMNS: Columns = [
  ["Rejected (UTC)", 130],
  ["Reason", null],
  ["Cluster", 110],
  ["Source", 180],
  ["Line", 70],
];

export function RejectedTable() {
  const data = rejected.data.value;
  const error = rejected.error.value;
  if (error) return <Failure what="The rejected records" error={error} retry={reload} />;
  if (!data) return <Skeleton rows={3} />;
  if (!data.total) return <p class="nothing">Every record could be read.</p>;
  return (
    <>
      <table class="intake" aria-label="Rejected records">
        <TableHead columns={COLUMNS} numbers="Line" />
        <tbody>
          {data.rows.map((record) => (
            <Row key={record.id} record={record} />
          ))}
        </tbody>
      </table>
      {data.more ? (
        <div class="more-rows">
          <p>
            {count(data.rows.length)} of {count(data.total)} shown.
          </p>
          <button type="button" class="btn" disabled={rejected.busy.value} onClick={rejected.loadMore}>
            {rejected.busy.value ? "Loading" : "Load more"}
          </button>
        </div>
      ) : null}
    </>
  );
}

function Row({ record: { id, written, reason, cluster, source, line } }: { record: RejectedRecord }) {
  const sel = `rejected:${id}`;
  const time = Date.parse(written);
  return (
    <SideRow sel={sel}>
      <td title={`${moment(time, 3)} UTC`}>
        {day(time).slice(0, -5)}, {clock(time)}
      </td>
      <SideCell sel={sel} text={reason} />
      <td title={cluster}>{cluster}</td>
      <td class="quiet" title={source}>
        {source}
      </td>
      <td class="num">{count(line)}</td>
    </SideRow>
  );
}
