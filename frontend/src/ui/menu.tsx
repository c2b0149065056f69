// A button that opens a small card under itself. The browser closes it on Escape and on a click elsewhere.
import { computePosition, flip, offset, shift } from "@floating-ui/dom";
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

interface Props {
  label: ComponentChildren;
  name: string;
  class?: string;
  children: (close: () => void) => ComponentChildren;
}

export function Menu({ label, name, class: extra = "btn", children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => card.current?.hidePopover();
  const onToggle = async (event: Event) => {
    const opened = (event as ToggleEvent).newState === "open";
    setOpen(opened);
    if (!opened || !button.current || !card.current) return;
    const middleware = [offset(6), flip(), shift({ padding: 8 })];
    const { x, y } = await computePosition(button.current, card.current, {
      strategy: "fixed",
      placement: "bottom-end",
      middleware,
    });
    Object.assign(card.current.style, { left: `${x}px`, top: `${y}px` });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={extra}
        popovertarget={id}
        aria-label={name}
        aria-expanded={open}
        aria-haspopup="dialog"
      >
        {label}
      </button>
      <div ref={card} id={id} popover="auto" class="card" role="dialog" aria-label={name} onToggle={onToggle}>
        {open ? children(close) : null}
      </div>
    </>
  );
}
