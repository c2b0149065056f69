// Records that could not be read, newest first: when they came, where from, and why. A row opens the text.
import type { RejectedRecord } from "../api/types";
import { rejected } from "../state/intake";
import { go } from "../state/router";
import { reload, selection } from "../state/scope";
import { bothClocks, clock, count, day } from "../ui/format";
import { type Column, Grid } from "../ui/grid";
import { Failure, Skeleton } from "../ui/states";

const text = (id: "reason" | "cluster" | "source", name: string, width: number | null) => ({
  id,
  name,
  width,
  title: (record: RejectedRecord) => record[id],
  cell: (record: RejectedRecord) => record[id],
});

const COLUMNS: Column<RejectedRecord>[] = [
  {
    id: "written",
    name: "Rejected (UTC)",
    width: 150,
    title: ({ written }) => bothClocks(Date.parse(written)),
    cell: ({ written }) => `${day(Date.parse(written))}, ${clock(Date.parse(written))}`,
  },
  text("reason", "Reason", null),
  text("cluster", "Cluster", 110),
  { ...text("source", "Source", 180), class: "quiet" },
  { id: "line", name: "Line", width: 70, class: "num", cell: ({ line }) => count(line) },
];

const sel = ({ id }: RejectedRecord) => `rejected:${id}`;

export function RejectedTable() {
  const data = rejected.data.value;
  const error = rejected.error.value;
  if (error) return <Failure what="The rejected records" error={error} retry={reload} />;
  if (!data) return <Skeleton rows={3} />;
  if (!data.total) return <p class="nothing">Every record could be read.</p>;
  return (
    <>
      <Grid
        name="Rejected records"
        class="intake"
        columns={COLUMNS}
        rows={data.rows}
        total={data.total}
        idOf={({ id }) => id}
        isChosen={(record) => selection.value === sel(record)}
        choose={(record) => go({ sel: selection.value === sel(record) ? "" : sel(record) })}
      />
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
