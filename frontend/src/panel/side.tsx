// Which panel stands at the side, by what is selected in the view.
import type { ComponentType } from "preact";
import { selected } from "../state/scope";
import { later } from "../ui/later";
import { AlertPanel } from "./alert-panel";
import { CallPanel } from "./call-panel";
import { NodePanel } from "./node-panel";

const PANELS: Record<string, ComponentType<{ id: string }>> = {
  alert: AlertPanel,
  call: CallPanel,
  node: NodePanel,
  noise: later<{ id: string }>(() => import("./noise-panel").then((of) => of.NoisePanel)),
  rejected: later<{ id: string }>(() => import("./rejected-panel").then((of) => of.RejectedPanel)),
};

export function Side() {
  const { kind, id } = selected.value;
  if (!kind) return null;
  const Content = PANELS[kind] ?? NodePanel;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long panel must be scrollable by keyboard.
    <aside class="side" aria-label="Details" tabIndex={0}>
      <Content id={id} />
    </aside>
  );
}
