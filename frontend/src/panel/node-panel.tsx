// What is known of one node: totals, commands, alerts, and the values of the other columns that its calls have.
import type { AlertMark, Commands, ValueList, Values } from "../api/types";
import { seen, worstFirst } from "../graph/facts";
import type { GraphNode } from "../graph/graph";
import { iconOf, KINDS } from "../graph/kinds";
import { plain, short } from "../graph/label";
import { choose, exclude, graph, keep, onlyThis } from "../picture/scene";
import { searchFor } from "../search/terms";
import { go, view } from "../state/router";
import { reload, selectedSearch } from "../state/scope";
import { allOf, details, type Value, valuesOf } from "../state/values";
import { Copy } from "../ui/copy";
import { count, plural } from "../ui/format";
import { Icon, Shape } from "../ui/icon";
import { Failure, Skeleton } from "../ui/states";
import { Panel, Section, Terminal } from "./frame";

export function NodePanel({ id }: { id: string }) {
  const colon = id.indexOf(":");
  const column = KINDS.findIndex(({ key }) => key === id.slice(0, Math.max(0, colon)));
  const name = id.slice(colon + 1);
  const node = graph.value?.byId.get(id);
  const known = details.data.value;
  const head = <span class="muted">{KINDS[column]?.name ?? "Not in this view"}</span>;
  if (details.error.value)
    return (
      <Panel line={head} title={name}>
        <Failure what="What is known of it" error={details.error.value} retry={reload} />
      </Panel>
    );
  if (!known)
    return (
      <Panel line={head} title={name}>
        {details.busy.value ? <Skeleton rows={8} /> : null}
      </Panel>
    );
  if (known.calls === 0)
    return (
      <Panel line={<span class="muted">Not in this view</span>} title={name}>
        <section class="muted">No call of this view has this value. Take a term away or widen the time range.</section>
      </Panel>
    );
  return (
    <Panel line={head} title={name} actions={<Actions id={id} name={name} />}>
      <Totals known={known} firstSeen={firstSeen(known, column, node)} />
      <Members node={node} />
      <Ran commands={known.commands} />
      <Alerts alerts={known.alerts} />
      {KINDS.map(({ key }, other) => {
        const list = known.columns[key];
        const least = key === "cluster" ? 1 : 0;
        return other !== column && list && list.total > least ? (
          <Facet key={key} column={other} list={list} total={known.calls} id={id} />
        ) : null;
      })}
    </Panel>
  );
}

const firstSeen = (known: Values, column: number, node: GraphNode | undefined) =>
  node?.firstSeen ?? known.columns[KINDS[column]?.key ?? "user"]?.firstSeen[0] ?? 0;

function Actions({ id, name }: { id: string; name: string }) {
  const kept = view.value.keep.includes(id);
  const isNamed = graph.value?.byId.has(id);
  return (
    <>
      <button type="button" class="btn primary" onClick={() => onlyThis(selectedSearch.value)}>
        Only this
      </button>
      <button type="button" class="btn" onClick={() => exclude(selectedSearch.value)}>
        Exclude
      </button>
      {kept || !isNamed ? (
        <button
          type="button"
          class="btn"
          aria-pressed={kept}
          title="Show it by name in any case"
          onClick={() => keep(id)}
        >
          <Icon name="pin" />
          {kept ? "Kept" : "Keep"}
        </button>
      ) : null}
      <Copy text={name} />
    </>
  );
}

function Totals({ known, firstSeen: first }: { known: Values; firstSeen: number }) {
  const numbers: [number, string][] = [
    [known.calls, "calls"],
    [known.denied, "denied"],
    [known.errors, "failed or denied"],
    [known.paths, "paths"],
  ];
  return (
    <section>
      <div class="stats">
        {numbers.map(([value, word]) => (
          <div key={word}>
            <strong>{count(value)}</strong>
            {word}
          </div>
        ))}
      </div>
      {first ? <p class="muted small">Seen {seen(first)} UTC</p> : null}
    </section>
  );
}

// The single groups of a group set.
function Members({ node }: { node: GraphNode | undefined }) {
  if (!node?.members.length) return null;
  const title = "Kubernetes groups";
  return (
    <Section title={title} note={<Copy bare name={`Copy ${title}`} text={node.members.join("\n")} />}>
      <ul class="plain">
        {node.members.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Section>
  );
}

function Ran({ commands: { lines, total } }: { commands: Commands }) {
  if (!total) return null;
  return (
    <Section title="Commands" note={total > lines.length ? `${lines.length} of ${count(total)}` : count(total)}>
      {lines.map(({ text, where }) => (
        <Terminal key={`${where} ${text}`} where={where} command={text} />
      ))}
    </Section>
  );
}

function Alerts({ alerts }: { alerts: AlertMark[] }) {
  if (!alerts.length) return null;
  return (
    <Section title="Alerts" note={count(alerts.length)}>
      <ul class="list">
        {worstFirst(alerts).map((alert) => (
          <li key={alert.id}>
            <button type="button" onClick={() => go({ sel: `alert:${alert.id}` })}>
              <Shape severity={alert.severity} />
              <span class="name">{alert.title}</span>
              <span class="num">{alert.code}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface FacetProps {
  column: number;
  list: ValueList;
  total: number;
  id: string;
}

function Facet({ column, list, total, id }: FacetProps) {
  const kind = KINDS[column] as (typeof KINDS)[number];
  const values = valuesOf(kind.key, list);
  const hidden = list.total - values.length;
  return (
    <Section title={kind.name} note={count(list.total)}>
      <ul class="list">
        {values.map((value) => (
          <FacetRow key={value.name} column={column} value={value} total={total} />
        ))}
      </ul>
      {hidden > 0 && allOf.value !== id ? (
        <button
          type="button"
          class="link small"
          onClick={() => {
            allOf.value = id;
          }}
        >
          Show {plural(hidden, "more value")}
        </button>
      ) : hidden > 0 ? (
        <p class="muted small">and {count(hidden)} more: narrow the search to see them</p>
      ) : null}
    </Section>
  );
}

function FacetRow({ column, value, total }: { column: number; value: Value; total: number }) {
  const kind = KINDS[column] as (typeof KINDS)[number];
  const search = searchFor(kind.key, value.name);
  return (
    <li>
      <Icon name={iconOf(column, value.className, value.name)} class={`kind-${kind.token}`} />
      <button type="button" class="name" title={value.name} onClick={() => choose(value.id)}>
        {plain(column, value.name)}
      </button>
      <span class="on-hover">
        <button
          type="button"
          class="icon-button"
          aria-label={`Only ${value.name}`}
          title="Only this"
          onClick={() => onlyThis(search)}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={`Exclude ${value.name}`}
          title="Exclude"
          onClick={() => exclude(search)}
        >
          <Icon name="minus" />
        </button>
      </span>
      <span class="share" aria-hidden="true">
        <i style={{ width: `${(100 * value.calls) / Math.max(1, total)}%` }} />
      </span>
      <span class="num">{short(value.calls)}</span>
    </li>
  );
}
