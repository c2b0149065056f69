// A part that scrolls by itself. Without anything in it that takes the focus it is a Tab stop, or nobody could scroll it by keyboard.
import type { ComponentChildren, RefObject } from "preact";

interface Props {
  name: string;
  class?: string;
  of?: RefObject<HTMLElement | null>;
  stop?: boolean;
  children: ComponentChildren;
}

export function Scroll({ name, class: extra = "", of, stop = false, children }: Props) {
  return (
    <section ref={of} class={`scroll ${extra}`} tabIndex={stop ? 0 : undefined} aria-label={name}>
      {children}
    </section>
  );
}
