// One alert: who, what, when, where, why, its evidence, and what to do about it.
import type { AlertDetail, ApiCall } from "../api/types";
import { plain } from "../graph/label";
import { alertDetail } from "../state/alerts";
import { go, open, view } from "../state/router";
import { reload } from "../state/scope";
import { clock, count, inWords, moment } from "../ui/format";
import { SeverityMark, severityOf } from "../ui/icon";
import { Failure, Skeleton } from "../ui/states";
import { Panel, Section, Terminal } from "./frame";
import { Trail } from "./trail";

export function AlertPanel({ id }: { id: string }) {
  const alert = alertDetail.data.value;
  const error = alertDetail.error.value;
  if (error) {
    return (
      <Panel line={<span class="muted">Alert</span>} title="Alert">
        <Failure what="The alert" error={error} retry={reload} />
      </Panel>
    );
  }
  if (!alert || alert.id !== id) {
    return (
      <Panel
        line={<span class="muted">Alert</span>}
        title={alertDetail.busy.value || alert ? "Loading" : "This alert is not stored"}
      >
        {alertDetail.busy.value ? <Skeleton rows={8} /> : null}
      </Panel>
    );
  }
  return <Whole alert={alert} />;
}

function Whole({ alert }: { alert: AlertDetail }) {
  const command = alert.calls.find((call) => call.command);
  return (
    <Panel
      line={
        <>
          <SeverityMark severity={severityOf(alert.severity)} />
          <span class="muted">
            {[alert.code, alert.kind.toLowerCase(), ...[alert.technique ?? []].flat()].filter(Boolean).join(" · ")}
          </span>
          <span class="chip">{inWords(alert.status)}</span>
          <span class="chip">risk {alert.risk}</span>
        </>
      }
      title={alert.title}
      actions={<Actions alert={alert} />}
    >
      {command?.command ? (
        <Section title="Command">
          <Terminal where={where(command)} command={command.command} />
        </Section>
      ) : null}
      <FiveWs alert={alert} />
      <Trail alert={alert} />
      <Advice title="Triage" text={alert.triage} />
      {alert.facets
        ? FACETS.map(([name, key]) => <Values key={key} name={name} facets={alert.facets?.[key] ?? []} />)
        : null}
      <Advice title="Usual reasons for a false alarm" text={alert.usual} />
      <Calls alert={alert} />
    </Panel>
  );
}

const where = (call: ApiCall) =>
  [[call.namespace, call.name].filter(Boolean).join("/"), call.container ? `container ${call.container}` : ""]
    .filter(Boolean)
    .join(" · ");

function Actions({ alert }: { alert: AlertDetail }) {
  const { page, only } = view.value;
  const alone = page === "polygraph" && only === alert.id;
  const show = () =>
    page === "polygraph"
      ? go({ only: alone ? "" : alert.id })
      : open({
          page: "polygraph",
          q: "",
          from: "",
          to: "",
          clusters: [],
          only: alert.id,
          sel: `alert:${alert.id}`,
          tab: "alerts",
        });
  return (
    <button type="button" class="btn primary" aria-pressed={alone} onClick={show}>
      {alone ? "All paths" : "Only these paths"}
    </button>
  );
}

function FiveWs({ alert }: { alert: AlertDetail }) {
  const first = Date.parse(alert.firstSeen);
  const last = Date.parse(alert.lastSeen);
  const call = alert.calls[0];
  return (
    <section>
      <dl class="five">
        <dt>Who</dt>
        <dd>
          {alert.who || "no identity"}
          {call?.groups.length ? <small>{call.groups.join(", ")}</small> : null}
        </dd>
        <dt>What</dt>
        <dd>
          {alert.what}
          {alert.thing ? <small>about {alert.thing}</small> : null}
          {call ? <small>answered {call.status}</small> : null}
        </dd>
        <dt>When</dt>
        <dd>
          {moment(first, 3)} UTC
          <small>
            {alert.occurrences > 1
              ? `${count(alert.occurrences)} times until ${last === first ? clock(last) : moment(last)}`
              : "once"}
          </small>
        </dd>
        <dt>Where</dt>
        <dd>
          {alert.where || "unknown"}
          <small>{[alert.cluster ? `cluster ${alert.cluster}` : "", call?.client].filter(Boolean).join(" · ")}</small>
        </dd>
        <dt>Why</dt>
        <dd>{alert.why || alert.meaning}</dd>
      </dl>
    </section>
  );
}

const FACETS = [
  ["Addresses", "addresses"],
  ["Clients", "clients"],
  ["Objects", "objects"],
] as const;

// One value is told above already.
function Values({ name, facets }: { name: string; facets: { name: string; calls: number }[] }) {
  if (facets.length < 2) return null;
  return (
    <Section title={name} note={count(facets.length)}>
      <ul class="list">
        {facets.map((facet) => (
          <li key={facet.name}>
            <span class="name">{facet.name}</span>
            <span class="num">{count(facet.calls)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Advice({ title, text }: { title: string; text: string | null }) {
  if (!text) return null;
  return (
    <Section title={title}>
      <p class="advice">{text}</p>
    </Section>
  );
}

function Calls({ alert }: { alert: AlertDetail }) {
  return (
    <Section
      title="Calls"
      note={
        alert.occurrences > alert.calls.length
          ? `${alert.calls.length} of ${count(alert.occurrences)}`
          : count(alert.calls.length)
      }
    >
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">User</th>
            <th scope="col">Event</th>
            <th scope="col">Object</th>
            <th scope="col">Code</th>
          </tr>
        </thead>
        <tbody>
          {alert.calls.map((call) => (
            <tr key={call.id}>
              <td>
                <button type="button" class="link" onClick={() => go({ sel: `call:${call.id}` })}>
                  {clock(Date.parse(call.time))}
                </button>
              </td>
              <td title={call.user ?? ""}>{plain(3, call.user ?? "")}</td>
              <td title={call.eventName}>{call.eventName}</td>
              <td title={call.name ?? ""}>{[call.namespace, call.name].filter(Boolean).join("/")}</td>
              <td>{call.code}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
