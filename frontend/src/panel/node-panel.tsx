// What is known of one node: totals, lists, commands, alerts, and the busiest values of the other columns.

import type { Polygraph } from "../api/types";
import { commandsOf, facets, namesOf, seen, type ValueCount, worstFirst } from "../graph/facts";
import type { GraphNode } from "../graph/fold";
import { iconOf, KINDS, termsFor } from "../graph/kinds";
import { plain, short } from "../graph/label";
import { exclude, graph, onlyThis, termsOf } from "../picture/scene";
import { shown } from "../state/polygraph";
import { go } from "../state/router";
import { Copy } from "../ui/copy";
import { count } from "../ui/format";
import { Icon, Shape } from "../ui/icon";
import { Panel, Section, Terminal } from "./frame";

export function NodePanel({ id }: { id: string }) {
  const node = graph.value?.byId.get(id);
  const poly = shown.value;
  const name = id.slice(id.indexOf(":") + 1);
  if (!node || !poly) {
    return (
      <Panel line={<span class="muted">Not in this view</span>} title={name}>
        <section class="muted">No call of this view has this value. Take a term away or widen the time range.</section>
      </Panel>
    );
  }
  const kind = KINDS[node.column];
  return (
    <Panel line={<span class="muted">{kind?.name}</span>} title={node.label} actions={<Actions node={node} />}>
      <Totals node={node} />
      <Lists node={node} poly={poly} />
      <Commands node={node} poly={poly} />
      <Alerts node={node} />
      {facets(node.paths, poly, node.column).map((values) =>
        values.length ? <Facet key={values[0]?.column} values={values} total={node.calls} /> : null,
      )}
    </Panel>
  );
}

function Actions({ node }: { node: GraphNode }) {
  const terms = termsOf(node);
  return (
    <>
      <button type="button" class="btn primary" onClick={() => onlyThis(terms)}>
        Only this
      </button>
      <button type="button" class="btn" onClick={() => exclude(terms)}>
        Exclude
      </button>
      <Copy text={node.label} />
    </>
  );
}

function Totals({ node }: { node: GraphNode }) {
  const numbers: [number, string][] = [
    [node.calls, "calls"],
    [node.denied, "denied"],
    [node.errors, "failed or denied"],
    [node.paths.length, "paths"],
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
      <p class="muted small">Seen {seen(node)} UTC</p>
    </section>
  );
}

function Lists({ node, poly }: { node: GraphNode; poly: Polygraph }) {
  const list = namesOf(node, poly);
  if (!list) return null;
  return (
    <Section title={list.title} note={<Copy bare name={`Copy ${list.title}`} text={list.names.join("\n")} />}>
      <ul class="plain">
        {list.names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Section>
  );
}

function Commands({ node, poly }: { node: GraphNode; poly: Polygraph }) {
  const commands = commandsOf(node.paths, poly);
  if (!commands.length) return null;
  return (
    <Section title="Commands" note={count(commands.length)}>
      {commands.slice(0, 20).map(({ text, where }) => (
        <Terminal key={`${where} ${text}`} where={where} command={text} />
      ))}
    </Section>
  );
}

function Alerts({ node }: { node: GraphNode }) {
  if (!node.alerts.length) return null;
  return (
    <Section title="Alerts" note={count(node.alerts.length)}>
      <ul class="list">
        {worstFirst(node.alerts).map((alert) => (
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

const BUSIEST = 4;

function Facet({ values, total }: { values: ValueCount[]; total: number }) {
  const kind = KINDS[values[0]?.column ?? 0];
  if (!kind) return null;
  return (
    <Section title={kind.name} note={values.length > BUSIEST ? `${BUSIEST} of ${values.length}` : ""}>
      <ul class="list">
        {values.slice(0, BUSIEST).map((value) => (
          <FacetRow key={value.name} value={value} total={total} />
        ))}
      </ul>
    </Section>
  );
}

function FacetRow({ value, total }: { value: ValueCount; total: number }) {
  const kind = KINDS[value.column] as (typeof KINDS)[number];
  const terms = termsFor(kind.key, value.name, value.members);
  return (
    <li>
      <Icon name={iconOf(value.column, value.className, value.name)} class={`kind-${kind.token}`} />
      <button
        type="button"
        class="name"
        title={value.name}
        onClick={() => go({ sel: `node:${kind.key}:${value.name}` })}
      >
        {plain(value.column, value.name)}
      </button>
      <span class="on-hover">
        <button
          type="button"
          class="icon-button"
          aria-label={`Only ${value.name}`}
          title="Only this"
          onClick={() => onlyThis(terms)}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={`Exclude ${value.name}`}
          title="Exclude"
          onClick={() => exclude(terms)}
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
