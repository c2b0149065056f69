// A list of alerts; a row opens the alert at the side.
import type { Alert } from "../api/types";
import { plain } from "../graph/label";
import { SideCell, SideRow } from "../panel/side-row";
import { alerts as loader } from "../state/alerts";
import { reload } from "../state/scope";
import { clock, count, day, inWords, moment } from "../ui/format";
import { SeverityMark, severityOf } from "../ui/icon";
import { Scroll } from "../ui/scroll";
import { Failure, Skeleton } from "../ui/states";
import { type Columns, TableHead } from "../ui/table-head";

const COLUMNS: Columns = [
  ["Severity", 96],
  ["Last seen", 130],
  ["Code", 62],
  ["Alert", null],
  ["Who", 170],
  ["What", 200],
  ["Where", 112],
  ["Cluster", 150],
  ["Times", 56],
  ["Status", 92],
];

export function AlertTable({ alerts }: { alerts: Alert[] | null }) {
  const error = loader.error.value;
  if (error && error.code !== "BAD_SEARCH") return <Failure what="The alerts" error={error} retry={reload} />;
  if (!alerts) return <Skeleton rows={6} />;
  return (
    <Scroll name="Alerts">
      <table class="alerts">
        <TableHead columns={COLUMNS} />
        <tbody>
          {alerts.map((alert) => (
            <Row key={alert.id} alert={alert} />
          ))}
        </tbody>
      </table>
      {loader.data.value?.more ? (
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

function Row({ alert }: { alert: Alert }) {
  const sel = `alert:${alert.id}`;
  const last = Date.parse(alert.lastSeen);
  return (
    <SideRow sel={sel}>
      <td>
        <SeverityMark severity={severityOf(alert.severity)} />
      </td>
      <td title={`${moment(last)} UTC`}>
        {day(last).slice(0, -5)}, {clock(last)}
      </td>
      <td class="quiet">{alert.code}</td>
      <SideCell sel={sel} text={alert.title} />
      <td title={alert.who ?? ""}>{plain(3, alert.who ?? "") || "no identity"}</td>
      <td title={alert.what ?? ""}>{alert.what}</td>
      <td class="quiet">{alert.where}</td>
      <td class="quiet">{alert.cluster}</td>
      <td>{count(alert.occurrences)}</td>
      <td>
        <span class="chip">{inWords(alert.status)}</span>
      </td>
    </SideRow>
  );
}
