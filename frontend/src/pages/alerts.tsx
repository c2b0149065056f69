// All alerts, with filters by severity, kind and status, and the chosen one at the side.
import { useMemo } from "preact/hooks";
import { Side } from "../panel/side";
import { alerts, SEVERITIES, worstFirst } from "../state/alerts";
import { go, view } from "../state/router";
import { AlertTable } from "../table/alerts";
import { plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { DETECTION_KINDS, Filter } from "./filter";

const STATUSES = ["OPEN", "IN_PROGRESS", "CLOSED"];

export function AlertsPage() {
  const list = alerts.data.value?.rows;
  const { severity, kind, status, sel, code } = view.value;
  const sorted = useMemo(
    () => (list ? worstFirst(list.filter((alert) => !code || alert.code === code)) : null),
    [list, code],
  );
  return (
    <main class={`main page ${sel ? "open" : ""}`}>
      <div class="page-body">
        <div class="page-head">
          <h1>Alerts</h1>
          <span class="muted">
            {list ? `${alerts.data.value?.more ? "first " : ""}${plural(sorted?.length ?? 0, "alert")}` : ""}
          </span>
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
          ) : null}
          <span class="grow" />
          <Filter name="Severity" values={SEVERITIES} chosen={severity} choose={(next) => go({ severity: next })} />
          <Filter name="Kind" values={DETECTION_KINDS} chosen={kind} choose={(next) => go({ kind: next })} />
          <Filter name="Status" values={STATUSES} chosen={status} choose={(next) => go({ status: next })} />
        </div>
        <AlertTable alerts={sorted} />
      </div>
      <Side />
    </main>
  );
}
