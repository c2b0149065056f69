// What lines and shapes mean, in the corner under the status column when there is room.

import { Shape } from "../ui/icon";
import { scene } from "./scene";

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
