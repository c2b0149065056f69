// A list of alerts; a row opens the alert at the side.
import type { Alert } from "../api/types";
import { plain } from "../graph/label";
import { alerts as loader } from "../state/alerts";
import { go, view } from "../state/router";
import { reload, selection } from "../state/scope";
import { askFor, keepAway } from "../state/search-text";
import { bothClocks, clock, count, day, inWords } from "../ui/format";
import { type Column, Grid } from "../ui/grid";
import { SeverityMark, severityOf } from "../ui/icon";
import { narrow } from "../ui/narrow";
import { Scroll } from "../ui/scroll";
import { Failure, Skeleton } from "../ui/states";
import { useKeptPlace } from "./kept-place";
import { AlertTools, alertTerms } from "./value-tools";

const text = (id: "who" | "what" | "where" | "cluster" | "title" | "code", name: string, width: number | null) => ({
  id,
  name,
  width,
  title: (alert: Alert) => alert[id] ?? "",
  cell: (alert: Alert) => alert[id],
});

const COLUMNS: Column<Alert>[] = [
  {
    id: "severity",
    name: "Severity",
    width: 96,
    cell: ({ severity }) => <SeverityMark severity={severityOf(severity)} />,
  },
  {
    id: "last",
    name: "Last seen",
    width: 150,
    title: ({ lastSeen }) => bothClocks(Date.parse(lastSeen)),
    cell: ({ lastSeen }) => `${day(Date.parse(lastSeen))}, ${clock(Date.parse(lastSeen))}`,
  },
  { ...text("code", "Code", 62), class: "quiet" },
  text("title", "Alert", null),
  { ...text("who", "Who", 170), cell: ({ who }) => plain(3, who ?? "") || "no identity" },
  text("what", "What", 200),
  { ...text("where", "Where", 112), class: "quiet" },
  { ...text("cluster", "Cluster", 150), class: "quiet" },
  { id: "times", name: "Times", width: 56, cell: ({ occurrences }) => count(occurrences) },
  { id: "status", name: "Status", width: 92, cell: ({ status }) => <span class="chip">{inWords(status)}</span> },
];

// What an alert is about comes before the rest where only the first columns are seen.
const NARROW = ["severity", "title"].flatMap((id) => COLUMNS.filter((column) => column.id === id));
const NARROW_COLUMNS = [
  ...NARROW.map((column) => (column.width ? column : { ...column, width: 210 })),
  ...COLUMNS.filter((column) => !NARROW.includes(column)),
];

function askedList(): string {
  const { page, q, severity, kind, status, code } = view.value;
  return JSON.stringify([page, q, severity, kind, status, code]);
}

const sel = ({ id }: Alert) => `alert:${id}`;

export function AlertTable({ alerts }: { alerts: Alert[] | null }) {
  const error = loader.error.value;
  if (error && error.code !== "BAD_SEARCH") return <Failure what="The alerts" error={error} retry={reload} />;
  return alerts ? <Alerts alerts={alerts} /> : <Skeleton rows={6} />;
}

function Alerts({ alerts }: { alerts: Alert[] }) {
  const more = Boolean(loader.data.value?.more);
  const place = useKeptPlace(askedList(), alerts.length, false, askedList);
  return (
    <Scroll of={place} name="Alerts">
      <Grid
        name="Alerts"
        class="alerts"
        columns={narrow.value ? NARROW_COLUMNS : COLUMNS}
        rows={alerts}
        total={more ? -1 : alerts.length}
        idOf={({ id }) => id}
        isChosen={(alert) => selection.value === sel(alert)}
        tools={(alert, column) => <AlertTools id={column.id} value={column.title?.(alert) ?? ""} />}
        onKey={(key, alert, column) => {
          const terms = alertTerms(column.id, column.title?.(alert) ?? "");
          if (terms.length && key === "i") askFor(terms);
          else if (terms.length && key === "x") keepAway(terms);
          else return false;
          return true;
        }}
        choose={(alert) => go({ sel: selection.value === sel(alert) ? "" : sel(alert) })}
      />
      {more ? (
        <div class="more-rows">
          <button type="button" class="btn" disabled={loader.busy.value} onClick={loader.loadMore}>
            {loader.busy.value ? "Loading" : "Load more"}
          </button>
        </div>
      ) : null}
      {alerts.length === 0 ? <p class="nothing">No alert here.</p> : null}
    </Scroll>
  );
}
