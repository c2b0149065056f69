// What stands over the canvas in the document: column heads, lanes, a legend, and anchors where the boxes are.
import { headCount } from "../graph/highlight";
import { KINDS } from "../graph/kinds";
import { BOX, type ColumnPlace } from "../graph/layout";
import { view } from "../state/router";
import { Shape } from "../ui/icon";
import { graph, lit, scene } from "./scene";

const kindOf = (column: number) => KINDS[graph.value?.columns[column]?.of ?? column];

// The names of the columns and how many values are shown, or lit.
export function Heads() {
  const now = scene.value;
  if (!now) return null;
  return (
    <div class="heads" aria-hidden="true">
      {now.layout.columns.map((place, column) =>
        place.empty || place.mini ? null : (
          <Head key={kindOf(column)?.key} place={place} column={column} compact={now.layout.density === "compact"} />
        ),
      )}
    </div>
  );
}

function Head({ place, column, compact }: { place: ColumnPlace; column: number; compact: boolean }) {
  const kind = kindOf(column);
  const own = graph.value?.columns[column];
  const distinct = lit.value?.lit.distinct[column];
  return (
    <div class="head" style={{ left: `${place.x}px` }}>
      {compact ? kind?.short : kind?.name}
      <span class={distinct ? "lit" : ""}>{own ? headCount(own, distinct) : null}</span>
    </div>
  );
}

// An empty column stands upright as a lane.
export function Lanes() {
  const now = scene.value;
  if (!now) return null;
  return (
    <div aria-hidden="true">
      {now.layout.columns.map((place, column) => {
        if (!place.empty && !place.mini) return null;
        const kind = kindOf(column);
        const middle = place.x + place.width / 2;
        const total = graph.value?.columns[column]?.total ?? 0;
        return (
          <div key={kind?.key}>
            {place.empty ? (
              <i class="lane" style={{ left: `${middle}px`, height: `${now.layout.bottom - 10}px` }} />
            ) : null}
            <span class="lane-head" style={{ left: `${middle - 9}px`, top: `${place.mini ? place.end + 8 : 24}px` }}>
              {kind?.name} · {place.empty ? "none" : total}
            </span>
          </div>
        );
      })}
    </div>
  );
}

// Tips hold on to these, and so do tests.
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
          data-open={view.value.open.includes(node.id) ? "true" : undefined}
          data-calls={node.calls}
          data-lit={light ? (light.get(node.id) ?? 0) : undefined}
          style={{ left: `${x}px`, top: `${y - BOX.height / 2}px`, width: `${width}px` }}
        />
      ))}
    </div>
  );
}

export const anchorOf = (id: string) => document.querySelector<HTMLElement>(`.anchor[data-node="${CSS.escape(id)}"]`);

// What lines and shapes mean, in the corner under the status column when there is room.
export function Legend() {
  const now = scene.value?.layout;
  const last = now?.columns.at(-1);
  if (!now || !last || now.density !== "wide" || last.empty || now.bottom - last.end < 110) return null;
  return (
    <div class="key" aria-hidden="true" style={{ top: `${now.bottom - 66}px` }}>
      <div>
        calls (log width)
        <svg aria-hidden="true" viewBox="0 0 30 10">
          <path class="key-hop" d="M0 5H30" />
        </svg>
      </div>
      <div>
        denied share
        <svg aria-hidden="true" viewBox="0 0 30 10">
          <path class="key-denied" d="M0 5H30" />
        </svg>
      </div>
      <div>
        carries an alert
        <span>
          <Shape severity="critical" />
          <Shape severity="high" />
          <Shape severity="medium" />
        </span>
      </div>
    </div>
  );
}
