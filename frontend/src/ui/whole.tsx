// The whole of a text of which a cell shows the beginning: one card, for whichever button asks.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Copy } from "./copy";
import { putBeside } from "./placement";

export interface WholeText {
  name: string;
  text: string;
  button: HTMLElement;
}

export const useWhole = () => useSignal<WholeText | null>(null);

export function Whole({ asked }: { asked: Signal<WholeText | null> }) {
  const card = useRef<HTMLDivElement>(null);
  const now = asked.value;
  useEffect(() => {
    if (!now || !card.current) return;
    card.current.showPopover();
    putBeside(now.button, card.current, 6);
  }, [now]);
  const closed = (event: Event) => {
    if ((event as ToggleEvent).newState === "closed" && asked.value === now) asked.value = null;
  };
  return (
    <div ref={card} popover="auto" class="card" role="dialog" aria-label={now?.name ?? "Whole text"} onToggle={closed}>
      {now ? (
        <div class="whole-card">
          <h2>{now.name.split(":")[0]}</h2>
          <pre>{now.text}</pre>
          <Copy text={now.text} />
        </div>
      ) : null}
    </div>
  );
}
