// Which panel stands at the side, by what is selected in the view.
import type { JSX } from "preact";
import { selected } from "../state/scope";
import { AlertPanel } from "./alert-panel";
import { CallPanel } from "./call-panel";
import { NodePanel } from "./node-panel";
import { NoisePanel } from "./noise-panel";
import { RejectedPanel } from "./rejected-panel";

const PANELS: Record<string, (props: { id: string }) => JSX.Element> = {
  alert: AlertPanel,
  call: CallPanel,
  node: NodePanel,
  noise: NoisePanel,
  rejected: RejectedPanel,
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
