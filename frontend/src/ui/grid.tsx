// A table of any length: one Tab stop, arrows move from cell to cell, and only rows in sight are in the document.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { copyText } from "./copy";
import { moved, type Place, rowsInSight, type Sight } from "./sight";

export interface Column<Row> {
  id: string;
  name: string;
  // in pixels; null for what is left
  width: number | null;
  class?: string;
  title?: (row: Row) => string;
  // what is copied, where that is not the title
  copy?: (row: Row) => string;
  cell: (row: Row) => ComponentChildren;
}

interface Props<Row, C extends Column<Row>> {
  name: string;
  class: string;
  columns: C[];
  rows: Row[];
  // how many there are, with those that are not loaded; -1 when nobody knows
  total?: number;
  idOf: (row: Row) => string;
  isChosen: (row: Row) => boolean;
  choose: (row: Row) => void;
  // the end of the rows is near
  nearEnd?: () => void;
  // what a key means in a cell; false: nothing
  onKey?: (key: string, row: Row, column: C) => boolean;
  // what can be done with the value under the pointer
  tools?: (row: Row, column: C) => ComponentChildren;
}

// Until the first row is measured.
const ROW = 25;
// What a column needs that takes what is left.
const LEAST = 180;
const START: Sight = { from: 0, to: 40 };

export function Grid<Row, C extends Column<Row> = Column<Row>>(props: Props<Row, C>) {
  const { columns, rows, idOf, isChosen, choose, nearEnd, onKey } = props;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const row = useRef(ROW);
  const [sight, setSight] = useState(START);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const byKey = useRef(false);
  const hot = useSignal<Hot | null>(null);

  const look = () => {
    const seen = frame.current && bodyInSight(frame.current, table.current);
    if (!seen) return;
    row.current = table.current?.tBodies[0]?.rows[0]?.getBoundingClientRect().height || ROW;
    const next = rowsInSight(seen.top, seen.bottom, row.current, rows.length);
    setSight((now) => (now.from === next.from && now.to === next.to ? now : next));
    if (next.to >= rows.length) nearEnd?.();
  };
  // Paper has the rows in sight, not those around them.
  const mark = () => {
    if (!frame.current || !table.current) return;
    const seen = scrollerOf(frame.current).getBoundingClientRect();
    for (const line of table.current.tBodies[0]?.rows ?? []) {
      const { top, bottom } = line.getBoundingClientRect();
      line.classList.toggle("unseen", bottom <= seen.top || top >= seen.bottom);
    }
  };
  useLayoutEffect(look, [rows, columns.length]);
  useEffect(() => {
    const watch = new ResizeObserver(look);
    if (frame.current?.parentElement) watch.observe(frame.current.parentElement);
    // The table scrolls, or a part around it does, or the whole page: all of them are heard here.
    addEventListener("scroll", look, { capture: true, passive: true });
    addEventListener("beforeprint", mark);
    return () => {
      watch.disconnect();
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("beforeprint", mark);
    };
  });
  // A key may lead to a row that was not there a moment ago.
  useLayoutEffect(() => {
    if (byKey.current) table.current?.querySelector(".at")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    byKey.current = false;
  }, [at]);

  const go = (event: KeyboardEvent) => {
    const now = rows[at.row];
    const column = columns[at.column];
    if (event.target !== table.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(shownHeight(frame.current) / row.current) - 2);
    const next = moved(event.key, at, rows.length, columns.length, page);
    if (next) {
      byKey.current = true;
      setSight(rowsInSight((next.row - page) * row.current, (next.row + page) * row.current, row.current, rows.length));
      setAt(next);
    } else if (now && (event.key === "Enter" || event.key === " ")) choose(now);
    else if (now && column && event.key === "c") void copyText(column.copy?.(now) ?? column.title?.(now) ?? "");
    else if (!now || !column || !onKey?.(event.key, now, column)) return;
    event.preventDefault();
  };
  const placeOf = (target: EventTarget | null): Place | null => {
    const cell = target instanceof Element ? target.closest<HTMLTableCellElement>("td") : null;
    const line = cell?.closest<HTMLTableRowElement>("tr[aria-rowindex]");
    return cell && line ? { row: line.ariaRowIndex ? Number(line.ariaRowIndex) - 2 : 0, column: cell.cellIndex } : null;
  };
  const click = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("button, a, [popover]")) return;
    const place = placeOf(event.target);
    const one = place && rows[place.row];
    if (!place || !one) return;
    setAt(place);
    choose(one);
  };
  const over = (event: PointerEvent) => {
    if (!props.tools || event.pointerType === "touch") return;
    const place = placeOf(event.target);
    const cell = (event.target as Element).closest<HTMLTableCellElement>("td");
    if (!place || !cell || !table.current) return;
    if (hot.value?.row === place.row && hot.value.column === place.column) return;
    const left = event.clientX - table.current.getBoundingClientRect().left;
    hot.value = { ...place, left: Math.max(NARROW, left), top: table.current.offsetTop + cell.offsetTop };
  };

  const { from, to } = sight;
  const last = Math.min(to, rows.length);
  const shown = rows.slice(from, last);
  const cellId = `${id}-at`;
  const width = columns.reduce((sum, column) => sum + (column.width ?? LEAST), 0);
  return (
    <div
      ref={frame}
      class="grid"
      onPointerLeave={() => {
        hot.value = null;
      }}
      style={{
        paddingTop: `${from * row.current}px`,
        paddingBottom: `${(rows.length - last) * row.current}px`,
        minWidth: `${width}px`,
      }}
    >
      <table
        ref={table}
        class={props.class}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: it is walked cell by cell.
        role="grid"
        tabIndex={0}
        aria-label={props.name}
        aria-rowcount={props.total === undefined ? rows.length + 1 : props.total < 0 ? -1 : props.total + 1}
        aria-activedescendant={at.row >= from && at.row < last ? cellId : undefined}
        onKeyDown={go}
        onClick={click}
        onPointerOver={over}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width ? { width: `${column.width}px` } : {}} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.id} scope="col" class={column.class}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one, index) => {
            const chosen = isChosen(one);
            return (
              <tr
                key={idOf(one)}
                class={chosen ? "chosen" : ""}
                aria-rowindex={from + index + 2}
                aria-selected={chosen}
              >
                {columns.map((column, number) => {
                  const here = at.row === from + index && at.column === number;
                  return (
                    <td
                      key={column.id}
                      id={here ? cellId : undefined}
                      class={`${column.class ?? ""} ${here ? "at" : ""}`}
                      title={column.title?.(one)}
                    >
                      {column.cell(one)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {props.tools ? <Tools hot={hot} draw={drawTools(props)} /> : null}
    </div>
  );
}

// The edges of what can be seen of the rows, in pixels from the first row on.
function bodyInSight(frame: HTMLElement, table: HTMLTableElement | null): { top: number; bottom: number } | null {
  const seen = scrollerOf(frame).getBoundingClientRect();
  const start = frame.getBoundingClientRect().top + (table?.tHead?.offsetHeight ?? 0);
  const [top, bottom] = [Math.max(0, seen.top), Math.min(innerHeight, seen.bottom)];
  return { top: top - start, bottom: Math.max(top, bottom) - start };
}

const scrollerOf = (frame: HTMLElement) => frame.closest<HTMLElement>(".scroll") ?? document.documentElement;

const shownHeight = (frame: HTMLElement | null) =>
  frame ? Math.min(innerHeight, scrollerOf(frame).clientHeight) : innerHeight;

interface Hot extends Place {
  left: number;
  top: number;
}

const drawTools =
  <Row, C extends Column<Row>>({ rows, columns, tools }: Props<Row, C>) =>
  (at: Place) => {
    const [row, column] = [rows[at.row], columns[at.column]];
    return row !== undefined && column && tools ? tools(row, column) : null;
  };

// Half of what the tools take.
const NARROW = 52;

// Straight above the pointer, where a click on the row does not meet them. Apart from the table, so that a moving pointer does not draw rows again.
function Tools({ hot, draw }: { hot: { value: Hot | null }; draw: (at: Place) => ComponentChildren }) {
  const now = hot.value;
  const content = now && draw(now);
  if (!now || !content) return null;
  return (
    <div key={`${now.row} ${now.column}`} class="cell-tools" style={{ left: `${now.left}px`, top: `${now.top}px` }}>
      {content}
    </div>
  );
}
