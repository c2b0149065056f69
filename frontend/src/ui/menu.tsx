// A button that opens a small card under itself. The browser closes it on Escape and on a click elsewhere.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { putBeside } from "./placement";

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
  const onToggle = (event: Event) => {
    const opened = (event as ToggleEvent).newState === "open";
    setOpen(opened);
  };
  // The card has its size once its content stands in it.
  useLayoutEffect(() => {
    if (open && button.current && card.current) putBeside(button.current, card.current, 6, true);
  }, [open]);
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
