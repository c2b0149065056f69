// The table of calls, newest first: the same table for API Calls and Error Events. A row opens the whole event.
import { useEffect, useRef } from "preact/hooks";
import type { ApiCall } from "../api/types";
import { calls } from "../state/calls";
import { go, view } from "../state/router";
import { reload, selected } from "../state/scope";
import { Copy } from "../ui/copy";
import { day, moment, rowTime } from "../ui/format";
import { Menu } from "../ui/menu";
import { Scroll } from "../ui/scroll";
import { Failure, Skeleton } from "../ui/states";
import { type CallColumn, chosenColumns } from "./columns";

export function CallTable() {
  const data = calls.data.value;
  const error = calls.error.value;
  const columns = chosenColumns(view.value.cols);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  if (error && error.code !== "BAD_SEARCH") return <Failure what="The table" error={error} retry={reload} />;
  if (!data) return calls.busy.value ? <Skeleton rows={6} /> : null;
  const sameDay = new Set(data.rows.map(({ time }) => day(Date.parse(time)))).size < 2;
  return (
    <Scroll name="Calls" class={calls.busy.value && !calls.growing.value ? "stale" : ""}>
      <table class="calls" style={{ minWidth: `${width}px` }}>
        <colgroup>
          {columns.map(({ id, width: wide }) => (
            <col key={id} style={{ width: `${wide}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((call) => (
            <Row key={call.id} call={call} columns={columns} sameDay={sameDay} />
          ))}
        </tbody>
      </table>
      {data.rows.length === 0 ? <p class="nothing">No call here.</p> : null}
      <More />
    </Scroll>
  );
}

// The time in the row is a button for the keyboard.
function Row({ call, columns, sameDay }: { call: ApiCall; columns: CallColumn[]; sameDay: boolean }) {
  const chosen = selected.value.kind === "call" && selected.value.id === call.id;
  const show = (event: Event) => {
    if (event.target instanceof Element && event.target.closest("button, [popover]")) return;
    go({ sel: chosen ? "" : `call:${call.id}` });
  };
  return (
    <tr class={chosen ? "chosen" : ""} onClick={show}>
      {columns.map((column) => (
        <Cell key={column.id} call={call} column={column} sameDay={sameDay} />
      ))}
    </tr>
  );
}

function Cell({ call, column, sameDay }: { call: ApiCall; column: CallColumn; sameDay: boolean }) {
  if (column.id === "time") return <TimeCell call={call} sameDay={sameDay} />;
  if (column.id === "code") return <CodeCell code={call.code} />;
  if (column.id === "command") return <WholeCell name="Command" text={call.command ?? ""} whole={call.command ?? ""} />;
  if (column.id === "cloudUser") {
    const detail = call.cloudUserDetail ? JSON.stringify(call.cloudUserDetail, null, 2) : (call.cloudUser ?? "");
    return <WholeCell name="Cloud User" text={(call.cloudUser ?? "").split("/").pop() ?? ""} whole={detail} />;
  }
  const text = column.text(call);
  return (
    <td class={column.quiet ? "quiet" : ""} title={column.id === "user" ? (call.user ?? "") : text}>
      {text}
    </td>
  );
}

function TimeCell({ call, sameDay }: { call: ApiCall; sameDay: boolean }) {
  const ms = Date.parse(call.time);
  return (
    <td>
      <button type="button" class="link" title={`${moment(ms, 3)} UTC`} onClick={() => go({ sel: `call:${call.id}` })}>
        {rowTime(ms, sameDay)}
      </button>
    </td>
  );
}

const CODE_MARKS = {
  ok: "M6 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  failed: "M6 1L11.5 11H.5z",
  denied: "M1.5 1.5l9 9M10.5 1.5l-9 9",
};

function CodeCell({ code }: { code: number }) {
  const name = code === 401 || code === 403 ? "denied" : code >= 400 ? "failed" : "ok";
  return (
    <td>
      <span class={`code ${name}`}>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d={CODE_MARKS[name]} />
        </svg>
        {code}
      </span>
    </td>
  );
}

// The beginning in the cell, the whole text one click away.
function WholeCell({ name, text, whole }: { name: string; text: string; whole: string }) {
  if (!whole) return <td />;
  return (
    <td class="whole">
      <Menu name={`${name}: show all`} class="braces" label="{…}">
        {() => (
          <div class="whole-card">
            <h2>{name}</h2>
            <pre>{whole}</pre>
            <Copy text={whole} />
          </div>
        )}
      </Menu>
      <span class={name === "Command" ? "mono" : ""} title={text}>
        {text}
      </span>
    </td>
  );
}

// The end of the list asks for more as soon as it comes into sight; it is also a button.
function More() {
  const end = useRef<HTMLDivElement>(null);
  const data = calls.data.value;
  useEffect(() => {
    const element = end.current;
    if (!element) return undefined;
    const watch = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && calls.loadMore(),
      { rootMargin: "200px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [data?.more]);
  if (!data) return null;
  return (
    <div class="more-rows" ref={end}>
      {data.searchedBackTo ? (
        <p>Searched back to {moment(Date.parse(data.searchedBackTo))} UTC; older calls are not looked at yet.</p>
      ) : null}
      {data.more ? (
        <button type="button" class="btn" disabled={calls.busy.value} onClick={calls.loadMore}>
          {calls.busy.value ? "Loading" : "Load more"}
        </button>
      ) : null}
    </div>
  );
}
