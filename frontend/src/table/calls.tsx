// The table of calls, newest first: the same table for API Calls and Error Events. A row opens the whole event.
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ApiCall } from "../api/types";
import { foundBy, markedPieces } from "../search/marks";
import type { Term } from "../search/query";
import { askedList, calls } from "../state/calls";
import { polygraph } from "../state/polygraph";
import { go, view } from "../state/router";
import { reload, selection } from "../state/scope";
import { bothClocks, moment, rowTime, type Span, spanOf } from "../ui/format";
import { type Column, Grid } from "../ui/grid";
import { Marked } from "../ui/marked";
import { Scroll } from "../ui/scroll";
import { Failure, Skeleton } from "../ui/states";
import { useWhole, Whole, type WholeText } from "../ui/whole";
import { type CallColumn, chosenColumns, filled } from "./columns";
import { useKeptPlace } from "./kept-place";
import { onValueKey, ValueTools } from "./value-tools";

export function CallTable() {
  const data = calls.data.value;
  const error = calls.error.value;
  if (error && !data && error.code !== "BAD_SEARCH") return <Failure what="The table" error={error} retry={reload} />;
  if (!data) return calls.busy.value ? <Skeleton rows={6} /> : null;
  return <Calls rows={data.rows} list={data.list} more={data.more !== null} />;
}

interface Props {
  rows: ApiCall[];
  list: string;
  more: boolean;
}

const sel = (call: ApiCall) => `call:${call.id}`;

function Calls({ rows, list, more }: Props) {
  const { q, cols, tab } = view.value;
  const whole = useWhole();
  const place = useKeptPlace(list, rows.length, more, askedList);
  // They are in order: the first and the last tell.
  const span = spanOf([rows[0], rows.at(-1)].flatMap((call) => (call ? [Date.parse(call.time)] : [])));
  const found = useMemo(() => foundBy(q), [q]);
  const columns = useMemo(
    () => filled(chosenColumns(cols), rows).map((column) => drawn(column, { span, found, whole })),
    [cols, rows, span, found, whole],
  );
  const poly = polygraph.data.value;
  const stored = poly && !polygraph.busy.value ? (tab === "errors" ? poly.errors : poly.calls) : -1;
  return (
    <Scroll of={place} name="Calls" class={calls.busy.value && !calls.growing.value ? "stale" : ""}>
      <Grid
        name={tab === "errors" ? "Error events" : "Calls"}
        class="calls"
        columns={columns}
        rows={rows}
        total={more ? Math.max(stored, -1) : rows.length}
        idOf={({ id }) => id}
        isChosen={(call) => selection.value === sel(call)}
        choose={(call) => go({ sel: selection.value === sel(call) ? "" : sel(call) })}
        nearEnd={() => more && !calls.error.value && void calls.loadMore()}
        onKey={(key, call, { column }) => onValueKey(key, call, column)}
        tools={(call, { column }) => <ValueTools call={call} column={column} />}
      />
      {rows.length === 0 ? <p class="nothing">No call here.</p> : null}
      <Foot />
      <Whole asked={whole} />
    </Scroll>
  );
}

interface Drawn extends Column<ApiCall> {
  column: CallColumn;
}

interface Drawing {
  span: Span;
  found: Term[];
  whole: Signal<WholeText | null>;
}

const TIME_WIDTHS = { clock: 100, day: 146, year: 178 };

function drawn(column: CallColumn, { span, found, whole }: Drawing): Drawn {
  const { id, name, width, quiet, field, text, values } = column;
  const class_ = quiet ? "quiet" : undefined;
  const copy = (call: ApiCall) => values(call).join(", ");
  const about = { id, name, width, column, copy, class: class_ };
  if (id === "time") {
    const title = ({ time }: ApiCall) => bothClocks(Date.parse(time));
    const cell = ({ time }: ApiCall) => rowTime(Date.parse(time), span);
    return { ...about, width: TIME_WIDTHS[span], title, cell };
  }
  const marks = (call: ApiCall) => <Marked pieces={markedPieces(found, field, text(call), copy(call) || text(call))} />;
  if (id === "code") return { ...about, cell: (call) => <Code code={call.code}>{marks(call)}</Code> };
  const title = copy;
  if (id !== "command" && id !== "cloudUser") return { ...about, title, cell: marks };
  return {
    ...about,
    title,
    class: `${class_ ?? ""} whole`,
    cell: (call) => <Beginning name={name} text={wholeOf(id, call)} asked={whole} shown={marks(call)} />,
  };
}

function wholeOf(id: string, { command, cloudUser, cloudUserDetail }: ApiCall): string {
  if (id === "command") return command ?? "";
  return cloudUserDetail ? JSON.stringify(cloudUserDetail, null, 2) : (cloudUser ?? "");
}

const CODE_MARKS = {
  ok: "M6 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  failed: "M6 1L11.5 11H.5z",
  denied: "M1.5 1.5l9 9M10.5 1.5l-9 9",
};

function Code({ code, children }: { code: number; children: preact.ComponentChildren }) {
  const name = code === 401 || code === 403 ? "denied" : code >= 400 ? "failed" : "ok";
  return (
    <span class={`code ${name}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={CODE_MARKS[name]} />
      </svg>
      {children}
    </span>
  );
}

interface BeginningProps {
  name: string;
  text: string;
  asked: Signal<WholeText | null>;
  shown: preact.ComponentChildren;
}

// The beginning in the cell, the whole text one click away; the keyboard finds it in the panel.
function Beginning({ name, text, asked, shown }: BeginningProps) {
  if (!text) return null;
  const all = `${name}: show all`;
  const ask = (event: MouseEvent) => {
    asked.value = { name: all, text, button: event.currentTarget as HTMLElement };
  };
  return (
    <>
      <button type="button" class="braces" aria-label={all} tabIndex={-1} onClick={ask}>
        {"{…}"}
      </button>
      <span class={name === "Command" ? "mono" : ""}>{shown}</span>
    </>
  );
}

// The end of the rows asks for more by itself. What failed is tried again by hand.
function Foot() {
  const data = calls.data.value;
  const failed = calls.error.value;
  if (!data) return null;
  return (
    <div class="more-rows" role="status">
      {data.searchedBackTo ? (
        <p>Searched back to {moment(Date.parse(data.searchedBackTo))} UTC; older calls are not looked at yet.</p>
      ) : null}
      {failed && failed.code !== "BAD_SEARCH" ? (
        <button type="button" class="btn" onClick={calls.loadMore}>
          More could not be loaded: {failed.message}. Try again
        </button>
      ) : calls.growing.value ? (
        "Loading more"
      ) : null}
    </div>
  );
}
