// The column heads: names and how many values are shown, or lit. Empty columns stand upright as a lane.
import { KINDS } from "./kinds";
import type { ColumnPlace } from "./layout";
import { graph, lit, scene } from "./scene";

export function Heads() {
  const now = scene.value;
  if (!now) return null;
  return (
    <div class="heads" aria-hidden="true">
      {now.layout.columns.map((place, column) =>
        place.empty || place.mini ? null : (
          <Head key={KINDS[column]?.key} place={place} column={column} compact={now.layout.density === "compact"} />
        ),
      )}
    </div>
  );
}

function Head({ place, column, compact }: { place: ColumnPlace; column: number; compact: boolean }) {
  const kind = KINDS[column];
  const { total = 0, shown = 0 } = graph.value?.columns[column] ?? {};
  const distinct = lit.value?.lit.distinct[column];
  return (
    <div class="head" style={{ left: `${place.x}px` }}>
      {compact ? kind?.short : kind?.name}
      <span class={distinct === undefined ? "" : "lit"}>
        {distinct === undefined ? `${shown}/${total}` : `${distinct} of ${total}`}
      </span>
    </div>
  );
}

export function Lanes() {
  const now = scene.value;
  if (!now) return null;
  return (
    <div aria-hidden="true">
      {now.layout.columns.map((place, column) => {
        if (!place.empty && !place.mini) return null;
        const kind = KINDS[column];
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
