// A part of the page that nobody needs for the first picture: it is fetched when it is shown for the first time.
import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";

export function later<Props = object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const found = signal<ComponentType<Props> | null>(null);
  let asked = false;
  return function Later(props: Props) {
    if (!asked) {
      asked = true;
      load().then(
        (part) => {
          found.value = part;
        },
        () => {
          asked = false; // the next time it is shown
        },
      );
    }
    const Part = found.value;
    return Part ? <Part {...(props as Props & JSX.IntrinsicAttributes)} /> : null;
  };
}
