// The noise rules: what each drops, how much over time, whether it is on. A row opens what it dropped lately.
import { SideCell, SideRow } from "../panel/side-row";
import type { Intake } from "../state/intake";
import type { NoiseRow } from "../state/noise";
import { scope } from "../state/scope";
import { count, moment } from "../ui/format";
import { type Columns, TableHead } from "../ui/table-head";
import { barName, busiest, noiseBars, type Span, spanOf } from "./noise-bars";

const COLUMNS: Columns = [
  ["Rule", null],
  ["Name", 150],
  ["Calls", 84],
  ["Over time", 190],
  ["State", 84],
];
const BOX = { width: 174, height: 18 };

export function NoiseTable({ data }: { data: Intake }) {
  const { from, to } = scope.value;
  const span = spanOf(data.rows, from, to, data.step);
  return (
    <table class="intake" aria-label="Noise rules">
      <TableHead columns={COLUMNS} numbers="Calls" />
      <tbody>
        {data.rows.map((row) => (
          <Row key={row.name} row={row} span={span} step={data.step} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, span, step }: { row: NoiseRow; span: Span | null; step: number }) {
  const sel = `noise:${row.name}`;
  return (
    <SideRow sel={sel}>
      <SideCell sel={sel} text={row.title} />
      <td class="quiet" title={row.name}>
        {row.name}
      </td>
      <td class="num">{count(row.calls)}</td>
      <td>{span && row.hours.length ? <Bars row={row} span={span} step={step} /> : null}</td>
      <td>
        <span class={`chip ${row.state}`}>{row.state}</span>
      </td>
    </SideRow>
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
