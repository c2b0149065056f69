// Which panel stands at the side, by what is selected in the view.
import { selected } from "../app/store";
import { AlertPanel } from "./alert-panel";
import { CallPanel } from "./call-panel";
import { NodePanel } from "./node-panel";

export function Side() {
  const { kind, id } = selected.value;
  if (!kind) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long panel must be scrollable by keyboard.
    <aside class="side" aria-label="Details" tabIndex={0}>
      {kind === "alert" ? <AlertPanel id={id} /> : kind === "call" ? <CallPanel id={id} /> : <NodePanel id={id} />}
    </aside>
  );
}
