// One noise rule: what it drops, how it is switched, and what it dropped of what arrived in the last hour.
import type { DroppedCall } from "../api/types";
import { dropped, intake } from "../state/intake";
import { conditions, type NoiseRow, switched } from "../state/noise";
import { reload } from "../state/scope";
import { Copy } from "../ui/copy";
import { Facts } from "../ui/facts";
import { clock, day, readable } from "../ui/format";
import { Failure, Skeleton } from "../ui/states";
import { Panel, Section, Text } from "./frame";

export function NoisePanel({ id }: { id: string }) {
  const row = intake.data.value?.rows.find(({ name }) => name === id);
  if (!row) {
    return (
      <Panel line={<span class="muted">Noise rule</span>} title={intake.busy.value ? "Loading" : id}>
        {intake.busy.value ? <Skeleton rows={8} /> : <section class="muted">No noise rule has this name.</section>}
      </Panel>
    );
  }
  return (
    <Panel
      line={
        <>
          <span class="muted">Noise rule · {row.name}</span>
          <span class={`chip ${row.state}`}>{row.state}</span>
        </>
      }
      title={row.title}
    >
      <Conditions row={row} />
      <Switch row={row} />
      <Lately />
    </Panel>
  );
}

function Conditions({ row }: { row: NoiseRow }) {
  const lines = row.rule ? conditions(row.rule) : [];
  if (!lines.length) return null;
  return (
    <Section title="Drops calls that match all of this">
      <Facts rows={lines} />
    </Section>
  );
}

const STATES = {
  on: "It is on. To switch it off, start graphsvc with this setting:",
  off: "It is off: such calls are kept. To switch it on, start graphsvc with this setting:",
  always: "It has no switch: this is never a call that could be kept.",
  gone: "No rule has this name any more. What it dropped is still counted.",
};

function Switch({ row }: { row: NoiseRow }) {
  const rules = intake.data.value?.rules ?? [];
  const setting = row.state === "on" || row.state === "off" ? switched(rules, row.name) : "";
  return (
    <Section title="Switch" note={setting ? <Copy bare name="Copy the setting" text={setting} /> : null}>
      <p class="advice">{STATES[row.state]}</p>
      {setting ? (
        <>
          <Text text={setting} />
          <p class="advice muted">What was dropped before comes back with graphsvc rebuild.</p>
        </>
      ) : null}
    </Section>
  );
}

function Lately() {
  const list = dropped.data.value;
  const error = dropped.error.value;
  if (error) return <Failure what="What it dropped" error={error} retry={reload} />;
  return (
    <Section title="Dropped of what arrived in the last hour" note={list?.length ? `latest ${list.length}` : null}>
      {list === null ? (
        <Skeleton rows={4} />
      ) : list.length ? (
        list.map((call, at) => <Sample key={at} call={call} />)
      ) : (
        <p class="advice muted">Nothing.</p>
      )}
    </Section>
  );
}

function Sample({ call }: { call: DroppedCall }) {
  const time = Date.parse(call.time ?? "");
  const object = [call.resource, call.name].filter(Boolean).join("/");
  return (
    <details class="sample">
      <summary>
        <span class="name">{call.action ? `${call.action} ${object}` : "no audit record"}</span>
        <span class="muted">{[call.user, call.sourceIp, call.status].filter(Boolean).join(" · ")}</span>
        <span class="muted">
          {[call.cluster, Number.isNaN(time) ? "" : `${day(time)}, ${clock(time, 3)} UTC`].filter(Boolean).join(" · ")}
        </span>
      </summary>
      <Text text={readable(call.text)} />
      <Copy name="Copy the record" text={call.text} />
    </details>
  );
}
