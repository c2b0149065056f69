// One call, whole: what it was, its command, what its bodies say in short, who the cloud says it was, and the recorded event.
import type { CallDetail } from "../api/types";
import { pathTerms } from "../search/exact-path";
import type { Field } from "../search/query";
import { exactly } from "../search/terms";
import { callDetail } from "../state/calls";
import { go, setRange } from "../state/router";
import { reload } from "../state/scope";
import { askFor } from "../state/search-text";
import { Copy } from "../ui/copy";
import { here, moment } from "../ui/format";
import { Shape, severityOf } from "../ui/icon";
import { Failure, Skeleton } from "../ui/states";
import { bodyFacts } from "./body-facts";
import { Json, Panel, Section, Terminal } from "./frame";
import { Value } from "./value";

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
      actions={<Actions call={call} />}
    >
      {call.command ? (
        <Section title="Command">
          <Terminal
            where={[target, call.container ? `container ${call.container}` : ""].filter(Boolean).join(" · ")}
            command={call.command}
          />
        </Section>
      ) : null}
      <Bodies event={call.event} />
      <section>
        <dl class="five wide">
          {rows(call).map(({ name, values, field }) =>
            values.length ? (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {values.map((value, at) => (
                    <span key={at}>
                      {at ? ", " : ""}
                      {field ? <Value text={value} terms={[exactly(field, value)]} /> : value}
                    </span>
                  ))}
                </dd>
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

const AROUND = 300_000;
const LONGEST = 800;

function Actions({ call }: { call: CallDetail }) {
  const { cluster, sourceIp, groups, cloudUser, user, impersonatedUser, namespace, code, verb, client } = call;
  const terms = pathTerms({
    cluster,
    ip: sourceIp,
    group: groups,
    aws: cloudUser,
    user,
    as: impersonatedUser,
    ns: namespace,
    kind: call.apiGroup ? `${call.resource}.${call.apiGroup}` : call.resource,
    action: call.action,
    verb,
    code,
    agent: client,
  });
  const at = Date.parse(call.time);
  return (
    <>
      {terms.join(" ").length < LONGEST ? (
        <button type="button" class="btn primary" onClick={() => askFor(terms)}>
          All calls like this
        </button>
      ) : null}
      <button type="button" class="btn" onClick={() => setRange(at - AROUND, at + AROUND)}>
        ± 5 minutes
      </button>
      <Copy name="Copy event" text={JSON.stringify(call.event, null, 2)} />
    </>
  );
}

function Bodies({ event }: { event: unknown }) {
  const facts = bodyFacts(event);
  if (!facts.length) return null;
  return (
    <Section title="In short">
      <dl class="five wide">
        {facts.map(([name, lines]) => (
          <div key={name}>
            <dt>{name}</dt>
            {lines.map((line, at) => (
              <dd key={at}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
    </Section>
  );
}

interface Row {
  name: string;
  values: string[];
  field?: Field | undefined;
}

const row = (name: string, value: string | string[] | number | null, field?: Field): Row => ({
  name,
  values: [value ?? ""].flat().map(String).filter(Boolean),
  field,
});

function rows(call: CallDetail): Row[] {
  const at = Date.parse(call.time);
  return [
    row("Time", `${moment(at, 3)} UTC`),
    row("Here", here(at)),
    row("Claimed", call.claimedTime ? `${moment(Date.parse(call.claimedTime), 3)} UTC, which cannot be` : ""),
    row("Cluster", call.cluster, "cluster"),
    call.user ? row("User", call.user, "user") : row("User", "no identity"),
    row("Groups", call.groups, "group"),
    row("Cloud user", call.cloudUser, "aws"),
    row("As", call.impersonatedUser, "as"),
    row("As groups", call.impersonatedGroups, "group"),
    row("As extra", call.impersonatedExtra, "claim"),
    row("Pod", call.pod, "pod"),
    row("Node", call.node, "node"),
    row("Credential", call.credential, "cred"),
    row("Issued", call.issuedCredential, "cred"),
    row("User extra", call.userExtra, "claim"),
    row("From", call.sourceIp, "ip"),
    row("By way of", call.sourceIps.length > 1 ? call.sourceIps : ""),
    row("Action", call.action, "action"),
    row("Dry run", call.dryRun ? "only asked what would happen" : ""),
    row("Verb", call.verb, "verb"),
    row("Namespace", call.namespace, "ns"),
    row("Resource", call.resource, "kind"),
    row("Subresource", call.subresource),
    row("API group", call.apiGroup),
    row("API version", call.apiVersion, "version"),
    row("Goes away in", call.removedRelease, "removed"),
    row("Name", call.names.length > 1 ? call.names : call.name, "name"),
    row("Status", String(call.code), "code"),
    row("Reason", call.reason),
    row("Decision", call.decision, "decision"),
    row("Refused by", call.refusedBy, "refused"),
    row("Took", call.took === null ? "" : `${call.took / 1000} s`),
    row("Notes", call.notes),
    row("Client", call.client, "agent"),
    row("Agent", call.userAgent),
    row("URI", call.uri),
    row("Audit ID", call.auditId),
    row("Folded", call.folded.length ? `${call.folded.join(", ")}; too many were made up` : ""),
    row("Not readable", call.unread),
    row("Truncated", call.truncated ? "bodies were left out, or the record was cut" : ""),
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
