// One call, whole: what it was, its command, who the cloud says it was, and the recorded event.
import type { CallDetail } from "../api/types";
import { callDetail } from "../state/calls";
import { go } from "../state/router";
import { reload } from "../state/scope";
import { Copy } from "../ui/copy";
import { moment } from "../ui/format";
import { Shape, severityOf } from "../ui/icon";
import { Failure, Skeleton } from "../ui/states";
import { Json, Panel, Section, Terminal } from "./frame";

export function CallPanel({ id }: { id: string }) {
  const call = callDetail.data.value;
  const error = callDetail.error.value;
  if (error) {
    return (
      <Panel line={<span class="muted">API call</span>} title="API call">
        <Failure what="The call" error={error} retry={reload} />
      </Panel>
    );
  }
  if (!call || call.id !== id) {
    return (
      <Panel
        line={<span class="muted">API call</span>}
        title={callDetail.busy.value || call ? "Loading" : "This call is not stored"}
      >
        {callDetail.busy.value ? <Skeleton rows={8} /> : null}
      </Panel>
    );
  }
  return <Whole call={call} />;
}

function Whole({ call }: { call: CallDetail }) {
  const target = [call.namespace, call.name].filter(Boolean).join("/");
  return (
    <Panel
      line={
        <span class="muted">
          {call.status} · {call.level}
        </span>
      }
      title={`${call.eventName} ${target}`}
      actions={<Copy name="Copy event" text={JSON.stringify(call.event, null, 2)} />}
    >
      {call.command ? (
        <Section title="Command">
          <Terminal
            where={[target, call.container ? `container ${call.container}` : ""].filter(Boolean).join(" · ")}
            command={call.command}
          />
        </Section>
      ) : null}
      <section>
        <dl class="five wide">
          {rows(call).map(([name, value]) =>
            value ? (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </section>
      {call.cloudUserDetail ? (
        <Section
          title="Cloud user"
          note={<Copy bare name="Copy cloud user" text={JSON.stringify(call.cloudUserDetail, null, 2)} />}
        >
          <Json value={call.cloudUserDetail} />
        </Section>
      ) : null}
      {call.alerts.length ? <Alerts alerts={call.alerts} /> : null}
      <Section title="Event">
        <Json value={call.event} />
      </Section>
    </Panel>
  );
}

function rows(call: CallDetail): [string, string | null][] {
  return [
    ["Time", `${moment(Date.parse(call.time), 3)} UTC`],
    ["Claimed", call.claimedTime ? `${moment(Date.parse(call.claimedTime), 3)} UTC, which cannot be` : ""],
    ["Cluster", call.cluster],
    ["User", call.user || "no identity"],
    ["Groups", call.groups.join(", ")],
    ["Cloud user", call.cloudUser],
    ["As", call.impersonatedUser],
    ["As groups", call.impersonatedGroups.join(", ")],
    ["As extra", call.impersonatedExtra.join(", ")],
    ["Pod", call.pod],
    ["Node", call.node],
    ["User extra", call.userExtra.join(", ")],
    ["From", call.sourceIps.join(", ") || call.sourceIp],
    ["Action", `${call.action} (${call.verb})`],
    ["Resource", [call.resource, call.apiGroup, call.subresource].filter(Boolean).join(" · ")],
    ["Reason", call.reason],
    ["Decision", call.decision],
    ["Agent", call.userAgent],
    ["URI", call.uri],
    ["Audit ID", call.auditId],
    ["Folded", call.folded.length ? `${call.folded.join(", ")}; too many were made up` : ""],
    ["Truncated", call.truncated ? "bodies were left out, or the record was cut" : ""],
  ];
}

function Alerts({ alerts }: { alerts: CallDetail["alerts"] }) {
  return (
    <Section title="Alerts">
      <ul class="list">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <button type="button" onClick={() => go({ sel: `alert:${alert.id}` })}>
              <Shape severity={severityOf(alert.severity)} />
              <span class="name">{alert.title}</span>
              <span class="num">{alert.code}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
