// Alerts, as stories or one by one, with filters by severity, kind and status, and the chosen one at the side.
import { useMemo } from "preact/hooks";
import { Side } from "../panel/side";
import { alerts, SEVERITIES, tellsStories, worstFirst } from "../state/alerts";
import { go, view } from "../state/router";
import { AlertTable } from "../table/alerts";
import { plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { later } from "../ui/later";
import { DETECTION_KINDS, Filter } from "./filter";

const Stories = later(() => import("./stories").then((of) => of.Stories));
const STATUSES = ["OPEN", "IN_PROGRESS", "CLOSED"];

export function AlertsPage() {
  const { severity, kind, status, sel, code } = view.value;
  const told = tellsStories.value;
  return (
    <main class={`main page ${sel ? "open" : ""}`}>
      <div class="page-body">
        <div class="page-head">
          <h1>Alerts</h1>
          {told ? null : <AlertTotal />}
          {code ? (
            <button
              type="button"
              class="btn"
              aria-pressed="true"
              aria-label={`Only ${code}; show all`}
              onClick={() => go({ code: "" })}
            >
              {code}
              <Icon name="x" />
            </button>
          ) : (
            <button
              type="button"
              class="btn"
              aria-pressed={!told}
              onClick={() => go({ tab: told ? "alerts" : "calls" })}
            >
              One by one
            </button>
          )}
          <span class="grow" />
          <Filter name="Severity" values={SEVERITIES} chosen={severity} choose={(next) => go({ severity: next })} />
          <Filter name="Kind" values={DETECTION_KINDS} chosen={kind} choose={(next) => go({ kind: next })} />
          <Filter name="Status" values={STATUSES} chosen={status} choose={(next) => go({ status: next })} />
        </div>
        {told ? <Stories /> : <List />}
      </div>
      <Side />
    </main>
  );
}

function useShown() {
  const list = alerts.data.value?.rows;
  const { code } = view.value;
  return useMemo(() => (list ? worstFirst(list.filter((alert) => !code || alert.code === code)) : null), [list, code]);
}

function AlertTotal() {
  const shown = useShown();
  const more = alerts.data.value?.more ? "first " : "";
  return <span class="muted">{shown ? `${more}${plural(shown.length, "alert")}` : ""}</span>;
}

function List() {
  return <AlertTable alerts={useShown()} />;
}
