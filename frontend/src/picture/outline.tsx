// The same picture as nested lists of buttons: for screen readers, for small windows, for those who prefer lists.

import type { GraphNode } from "../graph/graph";
import { iconOf, KINDS } from "../graph/kinds";
import { nameOf } from "../graph/walk";
import { view } from "../state/router";
import { count } from "../ui/format";
import { Icon } from "../ui/icon";
import { GroupList } from "./open-list";
import { activate, graph, lit } from "./scene";

export function Outline() {
  const now = graph.value;
  if (!now) return null;
  return (
    <nav class="outline" aria-label="Outline of the Polygraph">
      {now.columns.map((column) => (
        <section key={KINDS[column.of]?.key}>
          <h2>
            {KINDS[column.of]?.name}{" "}
            <span>
              {column.shown}/{column.total}
            </span>
          </h2>
          {column.nodes.length ? (
            <ul>
              {column.nodes.map((node) => (
                <Item key={node.id} node={node} />
              ))}
            </ul>
          ) : (
            <p class="muted">none</p>
          )}
        </section>
      ))}
    </nav>
  );
}

function Item({ node }: { node: GraphNode }) {
  const share = lit.value?.lit.nodes.get(node.id);
  const group = node.kind !== "value";
  const opened = view.value.open.includes(node.id);
  const icon = group ? (opened ? "minus" : "plus") : iconOf(node.of, node.className, node.label);
  return (
    <li>
      <button
        type="button"
        class={lit.value && share === undefined ? "dim" : node.kind === "steady" ? "muted" : ""}
        aria-expanded={group ? opened : undefined}
        onClick={() => activate(node.id)}
      >
        <Icon name={icon} class={`kind-${KINDS[node.of]?.token}`} />
        <span class="name">
          {node.kind === "more"
            ? `${count(node.values)} more`
            : node.kind === "group"
              ? `${node.label} · ${count(node.values)}`
              : nameOf(node)}
        </span>
        {node.denied ? <span class="refused">{count(node.denied)} denied</span> : null}
        <span class="num">{count(share ?? node.calls)}</span>
      </button>
      {opened ? <GroupList node={node} /> : null}
    </li>
  );
}
