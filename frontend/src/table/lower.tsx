// What stands under the graph: API Calls, Error Events and Alerts, with the same query as the graph.

import { polygraph, visibleAlerts } from "../state/polygraph";
import { go, view } from "../state/router";
import { selected, selectedSearch } from "../state/scope";
import type { Tab } from "../state/url";
import { details } from "../state/values";
import { count } from "../ui/format";
import { Icon } from "../ui/icon";
import { AlertTable } from "./alerts";
import { CallTable } from "./calls";
import { Chooser } from "./chooser";

const TABS: [Tab, string][] = [
  ["calls", "API Calls"],
  ["errors", "Error Events"],
  ["alerts", "Alerts"],
];

// Calls are those of the chosen value, when one is chosen; alerts are always those of the picture.
function countOf(tab: Tab): number {
  const poly = polygraph.data.value;
  if (tab === "alerts") return poly?.alerts.length ?? 0;
  const about = selectedSearch.value ? details.data.value : poly;
  return (tab === "calls" ? about?.calls : about?.errors) ?? 0;
}

function Chosen() {
  const { id } = selected.value;
  return (
    <button type="button" class="chip" title="Show all calls again" onClick={() => go({ sel: "" })}>
      only {id.slice(id.indexOf(":") + 1)}
      <Icon name="x" />
    </button>
  );
}

function onKey(event: KeyboardEvent) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  const at = TABS.findIndex(([tab]) => tab === view.value.tab);
  const next = TABS[(at + way + TABS.length) % TABS.length];
  if (!next) return;
  go({ tab: next[0] });
  document.getElementById(`tab-${next[0]}`)?.focus();
}

export function Lower() {
  const { tab } = view.value;
  return (
    <section class="lower" aria-label="Tables">
      <div class="tabs">
        <div role="tablist" aria-label="Tables" onKeyDown={onKey}>
          {TABS.map(([id, name]) => (
            <button
              key={id}
              type="button"
              class="tab"
              id={`tab-${id}`}
              role="tab"
              aria-selected={tab === id}
              aria-controls="tab-panel"
              tabIndex={tab === id ? 0 : -1}
              onClick={() => go({ tab: id })}
            >
              {name} <span class="count">{count(countOf(id))}</span>
            </button>
          ))}
        </div>
        {selectedSearch.value && tab !== "alerts" ? <Chosen /> : null}
        <span class="grow" />
        <span class="note">{tab === "alerts" ? "worst first" : "newest first"}</span>
        {tab === "alerts" ? null : <Chooser />}
      </div>
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === "alerts" ? <AlertTable alerts={visibleAlerts.value} /> : <CallTable />}
      </div>
    </section>
  );
}
