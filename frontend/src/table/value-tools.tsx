// What can be done with a value of a call: ask for it, keep it away, copy it. As buttons under the pointer, and as keys.
import type { ApiCall } from "../api/types";
import { exactly } from "../search/terms";
import { open, setRange } from "../state/router";
import { askFor, keepAway } from "../state/search-text";
import { Copy } from "../ui/copy";
import { Icon } from "../ui/icon";
import type { IconName } from "../ui/icons";
import { type CallColumn, termsOf } from "./columns";

const AROUND = 300_000;

export function showAround(time: string) {
  const ms = Date.parse(time);
  setRange(ms - AROUND, ms + AROUND);
}

export function onValueKey(key: string, call: ApiCall, column: CallColumn): boolean {
  const terms = termsOf(column, call);
  if (key === "i" && column.id === "time") showAround(call.time);
  else if (key === "i" && terms.length) askFor(terms);
  else if (key === "x" && terms.length) keepAway(terms);
  else return false;
  return true;
}

export function ValueTools({ call, column }: { call: ApiCall; column: CallColumn }) {
  const text = column.values(call).join(", ");
  const terms = termsOf(column, call);
  if (!text && !terms.length) return null;
  const shown = text || "no identity";
  return (
    <>
      {column.id === "time" ? (
        <Tool name="Five minutes before and after" icon="clock" act={() => showAround(call.time)} />
      ) : null}
      {terms.length ? <AskTools value={shown} terms={terms} /> : null}
      {text ? <Copy bare name={`Copy ${shown}`} text={text} /> : null}
    </>
  );
}

// An alert is searched for by its calls; of its values the address and the cluster are theirs too.
export function alertTerms(id: string, value: string): string[] {
  const field = ({ where: "ip", cluster: "cluster" } as const)[id];
  return field && value ? [exactly(field, value)] : [];
}

export function AlertTools({ id, value }: { id: string; value: string }) {
  const terms = alertTerms(id, value);
  if (!value) return null;
  return (
    <>
      {id === "code" ? (
        <Tool name={`Only ${value}`} icon="plus" act={() => open({ page: "alerts", code: value })} />
      ) : null}
      {terms.length ? <AskTools value={value} terms={terms} /> : null}
      <Copy bare name={`Copy ${value}`} text={value} />
    </>
  );
}

function AskTools({ value, terms }: { value: string; terms: string[] }) {
  return (
    <>
      <Tool name={`Only ${value}`} icon="plus" act={() => askFor(terms)} />
      <Tool name={`Exclude ${value}`} icon="minus" act={() => keepAway(terms)} />
    </>
  );
}

function Tool({ name, icon, act }: { name: string; icon: IconName; act: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} tabIndex={-1} onClick={act}>
      <Icon name={icon} />
    </button>
  );
}
