// What stands behind a `+`, as a list inside its column: it scrolls by itself, can be filtered, and never moves the picture.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { GraphNode } from "../graph/graph";
import { KINDS } from "../graph/kinds";
import { plain, short } from "../graph/label";
import { BOX, type Box } from "../graph/layout";
import { pointed } from "../state/light";
import { view } from "../state/router";
import { scopeKey, selected } from "../state/scope";
import { GroupValues, type Value } from "../state/values";
import { count } from "../ui/format";
import { Icon } from "../ui/icon";
import { choose, keep, scene } from "./scene";

const ROW = 26;
// rows drawn above and below what can be seen
const SPARE = 6;

// A list has the room of so many boxes, however long it is.
const LIST_ROWS = 8;
const LEAST_WIDTH = 190;

export function OpenLists() {
  const boxes = scene.value?.layout.byId;
  return (
    <>
      {view.value.open.map((id) => {
        const box = boxes?.get(id);
        return box && box.node.kind !== "value" ? <Placed key={id} box={box} /> : null;
      })}
    </>
  );
}

// Under its box, or over it where there is no room below: the picture stays as it is.
function Placed({ box: { node, x, y, width } }: { box: Box }) {
  const list = useRef<HTMLDivElement>(null);
  const height = Math.min(LIST_ROWS, node.values + 1) * BOX.height + 34;
  useLayoutEffect(() => {
    const element = list.current;
    const graph = element?.closest<HTMLElement>(".graph");
    const stage = element?.parentElement;
    if (!element || !graph || !stage) return;
    const own = Math.min(stage.clientWidth, Math.max(LEAST_WIDTH, width));
    const below = y + BOX.height / 2 + 3;
    const above = y - BOX.height / 2 - 3 - height;
    const bottom = graph.scrollTop + graph.clientHeight - HEADS;
    const top = below + height <= bottom || above < 0 ? Math.max(0, Math.min(below, bottom - height)) : above;
    Object.assign(element.style, {
      left: `${Math.max(0, Math.min(x, stage.clientWidth - own))}px`,
      top: `${top}px`,
      width: `${own}px`,
      height: `${height}px`,
    });
  }, [x, y, width, height]);
  return (
    <div ref={list} class="open-list" data-list={node.id}>
      <GroupList node={node} />
    </div>
  );
}

// Over the stage stand the names of the columns.
const HEADS = 32;

export function GroupList({ node }: { node: GraphNode }) {
  const name = node.kind === "more" ? "more" : node.label;
  const group = useMemo(
    () => new GroupValues(KINDS[node.of]?.key ?? "user", node.search),
    [node.id, node.search, scopeKey.value],
  );
  useEffect(() => {
    void group.values.loadFirst();
    return () => {
      group.values.clear();
      pointed.value = "";
    };
  }, [group]);
  return (
    <>
      <input
        type="search"
        aria-label={`Filter ${name}`}
        placeholder={`Filter ${count(node.values)}`}
        onInput={(event) => group.filter(event.currentTarget.value)}
        onKeyDown={(event) => event.stopPropagation()}
      />
      <Rows group={group} column={node.of} name={name} />
    </>
  );
}

function Rows({ group, column, name }: { group: GroupValues; column: number; name: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const active = useSignal(0);
  const { rows = [], total = 0 } = group.values.data.value ?? {};
  const seen = Math.ceil((scroller.current?.clientHeight ?? 200) / ROW);
  const first = Math.max(0, Math.floor(top.value / ROW) - SPARE);
  const last = Math.min(rows.length, first + seen + 2 * SPARE);
  useEffect(() => {
    if (last >= rows.length - SPARE) void group.values.loadMore();
  }, [last, rows.length, group.values.busy.value]);

  const move = (to: number) => {
    active.value = Math.max(0, Math.min(rows.length - 1, to));
    pointed.value = rows[active.value]?.id ?? "";
    const element = scroller.current;
    if (!element) return;
    const y = active.value * ROW;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + ROW > element.scrollTop + element.clientHeight) element.scrollTop = y + ROW - element.clientHeight;
  };
  const onKey = (event: KeyboardEvent) => {
    const value = rows[active.value];
    if (event.key === "ArrowDown") move(active.value + 1);
    else if (event.key === "ArrowUp") move(active.value - 1);
    else if ((event.key === "Enter" || event.key === " ") && value) choose(value.id);
    else if (event.key === "k" && value) keep(value.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (group.values.error.value) return <p class="muted small">{group.values.error.value.message}</p>;
  return (
    <div
      ref={scroller}
      class="open-rows"
      role="listbox"
      tabIndex={0}
      aria-label={`${name}: ${count(total)} values, arrows walk, Enter shows, k keeps`}
      aria-activedescendant={rows[active.value] ? rowId(group, active.value) : undefined}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
      onKeyDown={onKey}
      onBlur={() => {
        pointed.value = "";
      }}
    >
      <div style={{ height: `${rows.length * ROW}px` }}>
        {rows.slice(first, last).map((value, at) => (
          <Row
            key={value.id}
            id={rowId(group, first + at)}
            value={value}
            column={column}
            y={(first + at) * ROW}
            active={first + at === active.value}
          />
        ))}
      </div>
      {total === 0 && !group.values.busy.value ? <p class="muted small">Nothing has this text.</p> : null}
    </div>
  );
}

const ids = new WeakMap<GroupValues, number>();
let lists = 0;
function rowId(group: GroupValues, at: number): string {
  if (!ids.has(group)) ids.set(group, lists++);
  return `list-${ids.get(group)}-${at}`;
}

interface RowProps {
  id: string;
  value: Value;
  column: number;
  y: number;
  active: boolean;
}

function Row({ id, value, column, y, active }: RowProps) {
  const isChosen = selected.value.kind === "node" && selected.value.id === value.id;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus.
    <div
      id={id}
      class={`open-row ${active ? "active" : ""}`}
      role="option"
      aria-selected={isChosen}
      title={value.name}
      style={{ top: `${y}px` }}
      onPointerEnter={() => {
        pointed.value = value.id;
      }}
      onPointerLeave={() => {
        pointed.value = "";
      }}
      onClick={() => choose(value.id)}
    >
      <span class="name">{plain(column, value.name)}</span>
      {value.denied ? <span class="refused">{short(value.denied)}</span> : null}
      <span class="num">{short(value.calls)}</span>
      <button
        type="button"
        class="icon-button"
        tabIndex={-1}
        aria-label={`Keep ${value.name} in the column`}
        title="Keep in the column"
        onClick={(event) => {
          event.stopPropagation();
          keep(value.id);
        }}
      >
        <Icon name="pin" />
      </button>
    </div>
  );
}
