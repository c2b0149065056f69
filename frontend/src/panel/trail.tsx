// The evidence path of an alert as eight steps, each with its share of all stored calls of the same user on the cluster.
import type { AlertDetail, ColumnKey } from "../api/types";
import { iconOf, KINDS } from "../graph/kinds";
import { split } from "../graph/label";
import { count, plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { Section } from "./frame";

const RARE = 0.1;

type EvidenceStep = AlertDetail["evidencePath"][number];

export function Trail({ alert }: { alert: AlertDetail }) {
  if (!alert.evidencePath.length) return null;
  return (
    <Section title="Evidence path" note="share of this user's calls">
      <ol class="trail">
        {alert.evidencePath.map((step) => (
          <Step key={step.key} step={step} />
        ))}
      </ol>
    </Section>
  );
}

function Step({ step: { key, name, className, calls, of } }: { step: EvidenceStep }) {
  const column = KINDS.findIndex((kind) => kind.key === (key as ColumnKey));
  const kind = KINDS[column] as (typeof KINDS)[number];
  if (!name) {
    return (
      <li class="skip">
        <span class="ic" />
        <span>no {kind.name.replace(/^I/, "i")}</span>
        <span />
      </li>
    );
  }
  const [muted, main] = split(column, name);
  return (
    <li>
      <span class={`ic kind-${kind.token}`}>
        <Icon name={iconOf(column, className, name)} />
      </span>
      <span class="v" title={name}>
        {muted ? <i>{muted}</i> : null}
        {main}
      </span>
      {key === "user" ? <span class="r">{plural(of, "call")}</span> : <Share calls={calls} of={of} />}
    </li>
  );
}

function Share({ calls, of }: { calls: number; of: number }) {
  const rare = calls / Math.max(1, of) < RARE;
  return (
    <span class={`r ${rare ? "rare" : ""}`}>
      {rare ? "rare, " : ""}
      {count(calls)} of {count(of)}
    </span>
  );
}
