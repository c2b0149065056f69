// Calls over time with a brush: drag the pane or its ends, drag over an empty place to choose, double-click for everything.
import { useEffect, useRef, useState } from "preact/hooks";
import type { AlertMark, Timeline as Line } from "../api/types";
import { type Axis, axisOf, endOf, type Piece, shortly } from "./axis";
import { bars, FRAME, ticks } from "./bars";
import { clock, count, day, moment } from "./format";

interface Range {
  from: number;
  to: number;
}

interface Props {
  line: Line;
  range: Range;
  alerts: { mark: AlertMark; time: number }[];
  choose: (range: Range) => void;
  reset: () => void;
}

type Grip = "from" | "to" | "both" | "new";

export function Timeline({ line, range, alerts, choose, reset }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  const [drag, setDrag] = useState<Range | null>(null);
  useEffect(() => {
    const watch = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(200, Math.round(entry.contentRect.width))),
    );
    if (host.current) watch.observe(host.current);
    return () => watch.disconnect();
  }, []);
  const now = drag ?? range;
  const axis = axisOf(line, width, range);
  const scale = axis.toX;
  const grab = (grip: Grip) => (event: PointerEvent) =>
    startDrag(event, grip, { line, axis, range, host: host.current, setDrag, choose });
  return (
    <div class="timeline" ref={host}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn. */}
      <svg
        width={width}
        height={FRAME.height}
        viewBox={`0 0 ${width} ${FRAME.height}`}
        onDblClick={reset}
        role="group"
        aria-label="Calls over time"
      >
        <rect class="ground" width={width} height={FRAME.base} onPointerDown={grab("new")} />
        <Bars line={line} axis={axis} />
        <AxisLine axis={axis} width={width} />
        <rect class="veil" x={0} y={0} width={scale(now.from)} height={FRAME.base} />
        <rect class="veil" x={scale(now.to)} y={0} width={Math.max(0, width - scale(now.to))} height={FRAME.base} />
        <rect
          class="brush"
          x={scale(now.from)}
          y={9}
          width={Math.max(1, scale(now.to) - scale(now.from))}
          height={FRAME.base - 9}
          onPointerDown={grab(wholeShown(range, line) ? "new" : "both")}
        />
        <AlertMarks alerts={alerts} scale={scale} />
        <Handle side="from" at={scale(now.from)} range={now} line={line} grab={grab("from")} choose={choose} />
        <Handle side="to" at={scale(now.to)} range={now} line={line} grab={grab("to")} choose={choose} />
      </svg>
    </div>
  );
}

// When everything is chosen there is nothing to move: dragging chooses anew.
const wholeShown = (range: Range, line: Line) =>
  range.from <= line.start + line.step && range.to >= endOf(line) - line.step;

interface Dragging {
  line: Line;
  axis: Axis;
  range: Range;
  host: HTMLElement | null;
  setDrag: (range: Range | null) => void;
  choose: (range: Range) => void;
}

function startDrag(event: PointerEvent, grip: Grip, { line, axis, range, host, setDrag, choose }: Dragging) {
  if (!host || event.button !== 0) return;
  event.preventDefault();
  const box = host.getBoundingClientRect();
  const at = (move: PointerEvent) => axis.toTime(move.clientX - box.left);
  const first = at(event);
  let last: Range | null = null;
  const move = (moved: PointerEvent) => {
    last = dragged(grip, range, first, at(moved), line);
    setDrag(last);
  };
  const stop = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", stop);
    removeEventListener("pointercancel", stop);
    setDrag(null);
    if (last) choose(last);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
}

function dragged(grip: Grip, range: Range, first: number, now: number, line: Line): Range {
  const snap = (ms: number) => line.start + Math.round((ms - line.start) / line.step) * line.step;
  if (grip === "from") return { from: Math.min(snap(now), range.to - line.step), to: range.to };
  if (grip === "to") return { from: range.from, to: Math.max(snap(now), range.from + line.step) };
  if (grip === "both") {
    const by = snap(now) - snap(first);
    return { from: range.from + by, to: range.to + by };
  }
  const [from, to] = [snap(Math.min(first, now)), snap(Math.max(first, now))];
  return { from, to: Math.max(to, from + line.step) };
}

const COLORS = ["bar-ok", "bar-failed", "bar-denied"];

function Bars({ line, axis }: { line: Line; axis: Axis }) {
  return (
    <g class="bars">
      {bars(line, axis).map((bar, at) => {
        let y = FRAME.base;
        return (
          <g key={at}>
            {bar.heights.map((height, part) => {
              y -= height;
              return height ? (
                <rect key={COLORS[part]} class={COLORS[part]} x={bar.x} y={y} width={bar.width} height={height} />
              ) : null;
            })}
            {bar.cut ? <path class="notch" d={`M${bar.x - 1} ${FRAME.top + 7}l${bar.width + 2} -4`} /> : null}
          </g>
        );
      })}
    </g>
  );
}

// Labels keep away from the ends of a piece, where a break or the window stands.
const EDGE = 24;

function AxisLine({ axis, width }: { axis: Axis; width: number }) {
  return (
    <g class="axis">
      <line x1={0} x2={width} y1={FRAME.base + 0.5} y2={FRAME.base + 0.5} />
      {axis.pieces.map((piece) => (piece.gap ? <Gap key={piece.from} piece={piece} /> : marks(axis, piece)))}
    </g>
  );
}

function marks({ toX }: Axis, { from, to, x: left, width }: Piece) {
  return ticks(from, to, width).map(({ at, days }) => {
    const x = toX(at);
    if (x < left + EDGE || x > left + width - EDGE) return null;
    return (
      <text key={at} x={x} y={55.5}>
        {days ? day(at).slice(0, -5) : clock(at)}
      </text>
    );
  });
}

function Gap({ piece: { from, to, x, width } }: { piece: Piece }) {
  const middle = x + width / 2;
  return (
    <g class="gap">
      <title>{`No calls from ${moment(from)} to ${moment(to)} UTC`}</title>
      <rect x={x} y={FRAME.top} width={width} height={FRAME.base - FRAME.top} />
      <path d={`M${middle - 5} ${FRAME.base + 5}l4 -9M${middle + 1} ${FRAME.base + 5}l4 -9`} />
      <text x={middle} y={30}>
        {shortly(to - from)}
      </text>
    </g>
  );
}

const MARKS: Record<string, string> = {
  critical: "M0-4L4 0 0 4-4 0z",
  high: "M0-4L4 3.5H-4z",
  medium: "M0-3.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7",
  low: "M-4-3.5H4L0 4z",
};

function AlertMarks({ alerts, scale }: { alerts: Props["alerts"]; scale: (ms: number) => number }) {
  const taken: number[] = [];
  return (
    <g>
      {alerts.map(({ mark, time }) => {
        const x = scale(time);
        if (taken.some((other) => Math.abs(other - x) < 9)) return null;
        taken.push(x);
        return (
          <path
            key={mark.id}
            class={`sev-${mark.severity}`}
            d={MARKS[mark.severity] ?? MARKS.medium}
            transform={`translate(${x} 4.5)`}
          />
        );
      })}
    </g>
  );
}

interface HandleProps {
  side: "from" | "to";
  at: number;
  range: Range;
  line: Line;
  grab: (event: PointerEvent) => void;
  choose: (range: Range) => void;
}

// What a finger can hold; away from the other handle.
const GRIP = 26;

function Handle({ side, at, range, line, grab, choose }: HandleProps) {
  const nudge = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!way) return;
    event.preventDefault();
    choose(dragged(side, range, range[side], range[side] + way * line.step, line));
  };
  return (
    <g>
      <line class="edge" x1={at} x2={at} y1={9} y2={FRAME.base} />
      <rect class="handle" x={at - 3.5} y={18} width={7} height={17} rx={2.5} />
      <rect
        class="grip"
        x={side === "from" ? at + 4 - GRIP : at - 4}
        y={4}
        width={GRIP}
        height={FRAME.base}
        tabindex={0}
        role="slider"
        aria-label={side === "from" ? "Start of the range" : "End of the range"}
        aria-valuemin={line.start}
        aria-valuemax={endOf(line)}
        aria-valuenow={Math.round(range[side])}
        aria-valuetext={moment(range[side])}
        onPointerDown={grab}
        onKeyDown={nudge}
      />
    </g>
  );
}

export function Summary({ calls, paths, denied }: { calls: number; paths: number; denied: number }) {
  return (
    <div class="sum" role="status">
      <strong data-testid="calls">{count(calls)} calls</strong>
      {count(paths)} paths · <span class={denied ? "refused" : ""}>{count(denied)} denied</span>
      <span class="legend" aria-hidden="true">
        <i class="bar-ok" /> ok <i class="bar-failed" /> failed <i class="bar-denied" /> denied
      </span>
    </div>
  );
}
