// What can be done with a value of a call: ask for it, keep it away, copy it. As buttons under the pointer, and as keys.
import type { ApiCall } from "../api/types";
import { setRange } from "../state/router";
import { askFor, keepAway } from "../state/search-text";
import { Copy, copyText } from "../ui/copy";
import { Icon } from "../ui/icon";
import type { IconName } from "../ui/icons";
import { type CallColumn, termsOf } from "./columns";

const AROUND = 300_000;

export function showAround(time: string) {
  const ms = Date.parse(time);
  setRange(ms - AROUND, ms + AROUND);
}

export const VALUE_KEYS = "i only this, x exclude, c copy";

export function onValueKey(key: string, call: ApiCall, column: CallColumn): boolean {
  const terms = termsOf(column, call);
  if (key === "c") void copyText(column.values(call).join(", "));
  else if (key === "i" && column.id === "time") showAround(call.time);
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
      {terms.length ? (
        <>
          <Tool name={`Only ${shown}`} icon="plus" act={() => askFor(terms)} />
          <Tool name={`Exclude ${shown}`} icon="minus" act={() => keepAway(terms)} />
        </>
      ) : null}
      {text ? <Copy bare name={`Copy ${shown}`} text={text} /> : null}
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
