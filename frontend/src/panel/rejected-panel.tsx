// One record that could not be read: where it came from, what is wrong with it, its text.
import type { RejectedRecord } from "../api/types";
import { rejected } from "../app/store";
import { Copy } from "../ui/copy";
import { count } from "../ui/format";
import { Skeleton } from "../ui/states";
import { Panel, Section, Terminal, Text } from "./frame";

const LINE = <span class="muted">Rejected record</span>;

export function RejectedPanel({ id }: { id: string }) {
  const record = rejected.data.value?.rows.find((one) => one.id === id);
  if (record) return <Whole record={record} />;
  return (
    <Panel line={LINE} title={rejected.busy.value ? "Loading" : "This record is not in the list"}>
      {rejected.busy.value ? (
        <Skeleton rows={4} />
      ) : (
        <section class="muted">It may have been read meanwhile, or stand further down in the list.</section>
      )}
    </Panel>
  );
}

function Whole({ record }: { record: RejectedRecord }) {
  const rows: [string, string][] = [
    ["Cluster", record.cluster],
    ["Source", record.source],
    ["Line", count(record.line)],
  ];
  return (
    <Panel line={LINE} title={record.reason}>
      <section>
        <dl class="five wide">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Section title="Text, cut and redacted" note={<Copy bare name="Copy the text" text={record.raw} />}>
        <Text text={record.raw} />
      </Section>
      <Section title="After a fix">
        <Terminal
          where="tries all rejected records again, whole, from the archive"
          command="graphsvc rejected --replay"
        />
      </Section>
    </Panel>
  );
}
