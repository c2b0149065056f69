// A part that scrolls by itself: reachable and scrollable by keyboard.
import type { ComponentChildren } from "preact";

interface Props {
  name: string;
  class?: string;
  children: ComponentChildren;
}

export function Scroll({ name, class: extra = "", children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll by keyboard.
    <section class={`scroll ${extra}`} tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}
