// The noise rules: what each drops, how much over time, whether it is on. A row opens what it dropped lately.
import type { Intake } from "../state/intake";
import type { NoiseRow } from "../state/noise";
import { go } from "../state/router";
import { scope, selection } from "../state/scope";
import { count, moment } from "../ui/format";
import { type Column, Grid } from "../ui/grid";
import { barName, busiest, noiseBars, type Span, spanOf } from "./noise-bars";

const BOX = { width: 174, height: 18 };

function columnsOf(span: Span | null, step: number): Column<NoiseRow>[] {
  return [
    { id: "rule", name: "Rule", width: null, title: ({ title }) => title, cell: ({ title }) => title },
    { id: "name", name: "Name", width: 150, class: "quiet", title: ({ name }) => name, cell: ({ name }) => name },
    { id: "calls", name: "Calls", width: 84, class: "num", cell: ({ calls }) => count(calls) },
    {
      id: "hours",
      name: "Over time",
      width: 190,
      cell: (row) => (span && row.hours.length ? <Bars row={row} span={span} step={step} /> : null),
    },
    { id: "state", name: "State", width: 84, cell: ({ state }) => <span class={`chip ${state}`}>{state}</span> },
  ];
}

const sel = ({ name }: NoiseRow) => `noise:${name}`;

export function NoiseTable({ data }: { data: Intake }) {
  const { from, to } = scope.value;
  return (
    <Grid
      name="Noise rules"
      class="intake"
      columns={columnsOf(spanOf(data.rows, from, to, data.step), data.step)}
      rows={data.rows}
      idOf={({ name }) => name}
      isChosen={(row) => selection.value === sel(row)}
      choose={(row) => go({ sel: selection.value === sel(row) ? "" : sel(row) })}
    />
  );
}

function Bars({ row, span, step }: { row: NoiseRow; span: Span; step: number }) {
  const most = busiest(row.hours);
  const words = most
    ? `At most ${count(most.calls)} in one ${barName(step)}, from ${moment(Date.parse(most.start))} UTC`
    : "";
  return (
    <svg class="spark" width={BOX.width} height={BOX.height} role="img" aria-label={words}>
      <title>{words}</title>
      {noiseBars(row.hours, span, step, BOX).map(({ x, width, height }) => (
        <rect key={x} class="bar-ok" x={x} y={BOX.height - height} width={width} height={height} />
      ))}
      <line x1={0} x2={BOX.width} y1={BOX.height - 0.5} y2={BOX.height - 0.5} />
    </svg>
  );
}
