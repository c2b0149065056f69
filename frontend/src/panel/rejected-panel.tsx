// One record that could not be read: when it came, where from, what is wrong with it, its text.
import type { RejectedDetail } from "../api/types";
import { rejectedDetail } from "../state/intake";
import { reload } from "../state/scope";
import { Copy } from "../ui/copy";
import { Facts } from "../ui/facts";
import { count, moment, readable } from "../ui/format";
import { Failure, Skeleton } from "../ui/states";
import { Panel, Section, Terminal, Text } from "./frame";

const LINE = <span class="muted">Rejected record</span>;

export function RejectedPanel({ id }: { id: string }) {
  const { data, error, busy } = rejectedDetail;
  if (error.value) {
    return (
      <Panel line={LINE} title="Rejected record">
        <Failure what="The record" error={error.value} retry={reload} />
      </Panel>
    );
  }
  if (data.value?.id === id) return <Whole record={data.value} />;
  const gone = !busy.value && !data.value;
  return (
    <Panel line={LINE} title={gone ? "This record is not kept" : "Loading"}>
      {gone ? (
        <section class="muted">It was read after all, or is older than rejected records are kept.</section>
      ) : (
        <Skeleton rows={4} />
      )}
    </Panel>
  );
}

function Whole({ record }: { record: RejectedDetail }) {
  const rows: [string, string][] = [
    ["Rejected", `${moment(Date.parse(record.written), 3)} UTC`],
    ["Cluster", record.cluster],
    ["Source", record.source],
    ["Line", count(record.line)],
  ];
  return (
    <Panel line={LINE} title={record.reason}>
      <section>
        <Facts rows={rows} />
      </section>
      <Section title="Text, cut and redacted" note={<Copy bare name="Copy the text" text={record.raw} />}>
        <Text text={readable(record.raw)} />
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
