// A part of the page that nobody needs for the first picture: it is fetched when it is shown for the first time.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

export function later(load: () => Promise<ComponentType>): ComponentType {
  const found = signal<ComponentType | null>(null);
  let asked = false;
  return function Later() {
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
    return Part ? <Part /> : null;
  };
}
