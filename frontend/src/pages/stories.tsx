// Alerts that belong together, told as one: a sentence, a risk, and the alerts in the order of time.
import { useEffect } from "preact/hooks";
import type { Story } from "../api/types";
import { alertKey } from "../state/alerts";
import { go } from "../state/router";
import { reload, selection } from "../state/scope";
import { stories } from "../state/stories";
import { between, bothClocks, clock, count, plural } from "../ui/format";
import { SeverityMark, severityOf } from "../ui/icon";
import { Scroll } from "../ui/scroll";
import { Empty, Failure, Skeleton } from "../ui/states";

export function Stories() {
  const key = alertKey.value;
  useEffect(() => {
    void stories.loadFirst();
  }, [key]);
  const error = stories.error.value;
  const data = stories.data.value;
  if (error && error.code !== "BAD_SEARCH") return <Failure what="The stories" error={error} retry={reload} />;
  if (!data) return <Skeleton rows={8} />;
  if (!data.rows.length) return <Empty title="No alert here" />;
  return (
    <Scroll stop name="Stories">
      <p class="hint">{data.total === 1 ? "1 story" : `${count(data.total)} stories, worst first`}</p>
      {data.rows.map((story, at) => (
        <Told key={story.id} story={story} open={at === 0} />
      ))}
      {data.more ? (
        <div class="more-rows">
          <button type="button" class="btn" disabled={stories.busy.value} onClick={stories.loadMore}>
            {stories.busy.value ? "Loading" : "Load more"}
          </button>
        </div>
      ) : null}
      {data.complete ? null : <p class="hint">There are more alerts: stories are told of the newest 5,000.</p>}
    </Scroll>
  );
}

const QUIET = ["LOW", "INFO"];

// Quiet alerts of a story that has louder ones wait behind a line.
function Told({ story, open }: { story: Story; open: boolean }) {
  const loud = story.alerts.filter(({ severity }) => !QUIET.includes(severity));
  const quiet = loud.length ? story.alerts.filter(({ severity }) => QUIET.includes(severity)) : [];
  return (
    <details class="detection story" open={open}>
      <summary>
        <SeverityMark severity={severityOf(story.severity)} />
        <span class="risk" title="Risk, 0 to 100">
          {story.risk}
        </span>
        <span class="name">{story.sentence}</span>
        <span class="muted">
          {story.clusters.join(", ")} · {between(Date.parse(story.firstSeen), Date.parse(story.lastSeen))}
        </span>
        <span class="num">{plural(story.alerts.length, "alert")}</span>
      </summary>
      <Lines alerts={loud.length ? loud : story.alerts} />
      {quiet.length ? (
        <details class="quieter">
          <summary>{plural(quiet.length, "quieter alert")}</summary>
          <Lines alerts={quiet} />
        </details>
      ) : null}
    </details>
  );
}

function Lines({ alerts }: { alerts: Story["alerts"] }) {
  return (
    <ol class="plain">
      {alerts.map((alert) => (
        <Line key={alert.id} alert={alert} />
      ))}
    </ol>
  );
}

function Line({ alert }: { alert: Story["alerts"][number] }) {
  const sel = `alert:${alert.id}`;
  const chosen = selection.value === sel;
  return (
    <li>
      <button type="button" class="alert-line" aria-pressed={chosen} onClick={() => go({ sel: chosen ? "" : sel })}>
        <span class="muted" title={bothClocks(Date.parse(alert.firstSeen))}>
          {clock(Date.parse(alert.firstSeen))}
        </span>
        <SeverityMark severity={severityOf(alert.severity)} />
        <span class="quiet">{alert.code}</span>
        <span class="name">{alert.title}</span>
        <span class="name muted">{alert.thing}</span>
        <span class="name muted">{alert.who || "no identity"}</span>
        <span class="num">{count(alert.occurrences)}×</span>
      </button>
    </li>
  );
}
