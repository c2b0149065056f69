// Where the boxes of the canvas stand, in the document: tips hold on to these, and so do tests.

import { BOX } from "./layout";
import { lit, scene } from "./scene";

export function Anchors() {
  const now = scene.value;
  const light = lit.value?.lit.nodes;
  if (!now) return null;
  return (
    <div aria-hidden="true" data-testid="anchors">
      {[...now.layout.byId.values()].map(({ node, x, y, width }) => (
        <i
          key={node.id}
          class="anchor"
          data-node={node.id}
          data-kind={node.kind}
          data-open={node.opened ? "true" : undefined}
          data-calls={node.calls}
          data-lit={light ? (light.get(node.id) ?? 0) : undefined}
          style={{ left: `${x}px`, top: `${y - BOX.height / 2}px`, width: `${width}px` }}
        />
      ))}
    </div>
  );
}

export const anchorOf = (id: string) => document.querySelector<HTMLElement>(`.anchor[data-node="${CSS.escape(id)}"]`);
