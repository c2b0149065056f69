// The card beside a node under the pointer: whole name, counts, lists, commands. It can be entered and read.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Command, Polygraph } from "../api/types";
import { commandsOf, namesOf, seen, whyShown } from "../graph/facts";
import type { GraphNode } from "../graph/graph";
import { nameOf } from "../graph/walk";
import { count, plural } from "../ui/format";
import { putBeside } from "../ui/placement";
import { anchorOf } from "./overlay";

const LIST = 12;

interface Props {
  node: GraphNode;
  poly: Polygraph;
  enter: () => void;
  leave: () => void;
}

export function Tip({ node, poly, enter, leave }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    const anchor = anchorOf(node.id);
    if (!element || !anchor) return;
    putBeside(anchor, element, 7);
    element.style.visibility = "visible";
  }, [node]);
  const list = namesOf(node);
  const commands = commandsOf(node, poly);
  return (
    <div ref={card} class={`tip ${commands ? "wide" : ""}`} role="tooltip" onMouseEnter={enter} onMouseLeave={leave}>
      <h2>{node.kind === "value" ? node.label : nameOf(node)}</h2>
      <dl>
        <dt>Calls</dt>
        <dd>
          {count(node.calls)} on {plural(node.paths, "path")}
        </dd>
        {node.denied ? <Share name="Denied" part={node.denied} of={node.calls} /> : null}
        {node.errors > node.denied ? <Share name="Failed" part={node.errors - node.denied} of={node.calls} /> : null}
        <dt>Seen</dt>
        <dd>{seen(node.firstSeen)}</dd>
      </dl>
      {list && list.names.length > 0 ? <Names title={list.title} names={list.names} total={list.total} /> : null}
      {commands ? <Commands lines={commands.lines} total={commands.total} /> : null}
      {node.kind === "steady" ? <p>Did not fail, is not new, and no alert rests on it</p> : null}
      <p>{node.kind === "value" ? `Shown because: ${whyShown(node)}` : "Click or Space opens and closes the list"}</p>
    </div>
  );
}

function Share({ name, part, of }: { name: string; part: number; of: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {count(part)} ({Math.max(1, Math.round((100 * part) / Math.max(1, of)))} %)
      </dd>
    </>
  );
}

function Names({ title, names, total }: { title: string; names: string[]; total: number }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {names.slice(0, LIST).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {total > LIST ? <p class="rest">and {count(total - LIST)} more</p> : null}
    </section>
  );
}

function Commands({ lines, total }: { lines: Command[]; total: number }) {
  return (
    <section>
      <h3>{plural(total, "command")}</h3>
      <ul class="lines">
        {lines.slice(0, LIST).map(({ text, where }) => (
          <li key={`${where} ${text}`}>
            <small>{where}</small>
            <code>{text}</code>
          </li>
        ))}
      </ul>
      {total > LIST ? <p class="rest">and {count(total - LIST)} more</p> : null}
    </section>
  );
}
