// The evidence path of an alert as eight steps, each with its share of the calls of the same user.
import { type AlertDetail, COLUMN_KEYS, type Polygraph } from "../api/types";
import { iconOf, KINDS } from "../graph/kinds";
import { split } from "../graph/label";
import { pathsById } from "../state/paths";
import { shown } from "../state/polygraph";
import { count, plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { Section } from "./frame";

const RARE = 0.1;

export function Trail({ alert }: { alert: AlertDetail }) {
  const poly = shown.value;
  const path = poly ? pathsById(poly, alert.pathIds)[0] : undefined;
  if (!poly || path === undefined) return null;
  const user = poly.paths.user[path] ?? -1;
  const mine = [...poly.paths.user.keys()].filter((other) => poly.paths.user[other] === user);
  return (
    <Section title="Evidence path" note="share of this user's calls">
      <ol class="trail">
        {COLUMN_KEYS.map((key, column) => (
          <Step key={key} poly={poly} path={path} column={column} mine={mine} />
        ))}
      </ol>
    </Section>
  );
}

interface StepProps {
  poly: Polygraph;
  path: number;
  column: number;
  mine: number[];
}

function Step({ poly, path, column, mine }: StepProps) {
  const kind = KINDS[column] as (typeof KINDS)[number];
  const value = poly.paths[kind.key][path] ?? -1;
  if (value < 0) {
    return (
      <li class="skip">
        <span class="ic" />
        <span>no {kind.name.replace(/^I/, "i")}</span>
        <span />
      </li>
    );
  }
  const name = poly.values[kind.key].names[value] ?? "";
  const [muted, main] = split(column, name);
  return (
    <li>
      <span class={`ic kind-${kind.token}`}>
        <Icon name={iconOf(column, poly.values[kind.key].classes[value] ?? "", name)} />
      </span>
      <span class="v" title={name}>
        {muted ? <i>{muted}</i> : null}
        {main}
      </span>
      <Share poly={poly} column={column} value={value} mine={mine} />
    </li>
  );
}

function Share({ poly, column, value, mine }: { poly: Polygraph; column: number; value: number; mine: number[] }) {
  const key = COLUMN_KEYS[column] as (typeof COLUMN_KEYS)[number];
  const sum = (paths: number[]) => paths.reduce((total, path) => total + (poly.paths.calls[path] ?? 0), 0);
  const all = sum(mine);
  if (key === "user") return <span class="r">{plural(all, "call")}</span>;
  const same = sum(mine.filter((path) => poly.paths[key][path] === value));
  const rare = same / Math.max(1, all) < RARE;
  return (
    <span class={`r ${rare ? "rare" : ""}`}>
      {rare ? "rare, " : ""}
      {count(same)} of {count(all)}
    </span>
  );
}
