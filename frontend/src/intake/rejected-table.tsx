// Records that could not be read: where they came from and why. A row opens the text.
import type { RejectedRecord } from "../api/types";
import { go } from "../app/router";
import { loadMoreRejected, rejected, reload, selected } from "../app/store";
import { count } from "../ui/format";
import { Failure, Skeleton } from "../ui/states";
import { type Columns, TableHead } from "../ui/table-head";

const COLUMNS: Columns = [
  ["Reason", null],
  ["Cluster", 130],
  ["Source", 200],
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
      {data.rows.length < data.total ? (
        <div class="more-rows">
          <p>
            {count(data.rows.length)} of {count(data.total)} shown.
          </p>
          <button type="button" class="btn" disabled={rejected.busy.value} onClick={loadMoreRejected}>
            {rejected.busy.value ? "Loading" : "Load more"}
          </button>
        </div>
      ) : null}
    </>
  );
}

// The reason in the row is a button for the keyboard.
function Row({ record }: { record: RejectedRecord }) {
  const chosen = selected.value.kind === "rejected" && selected.value.id === record.id;
  const show = () => go({ sel: chosen ? "" : `rejected:${record.id}` });
  return (
    <tr class={chosen ? "chosen" : ""} onClick={show}>
      <td title={record.reason}>
        <button
          type="button"
          class="link"
          aria-expanded={chosen}
          onClick={(event) => {
            event.stopPropagation();
            show();
          }}
        >
          {record.reason}
        </button>
      </td>
      <td title={record.cluster}>{record.cluster}</td>
      <td class="quiet" title={record.source}>
        {record.source}
      </td>
      <td class="num">{count(record.line)}</td>
    </tr>
  );
}
