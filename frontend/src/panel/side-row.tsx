// A row of a list that shows more at the side, and hides it again. The button in it is for the keyboard: the row hears its click.
import type { ComponentChildren } from "preact";
import { go } from "../state/router";
import { selection } from "../state/scope";

export function SideRow({ sel, children }: { sel: string; children: ComponentChildren }) {
  const chosen = selection.value === sel;
  return (
    <tr class={chosen ? "chosen" : ""} onClick={() => go({ sel: chosen ? "" : sel })}>
      {children}
    </tr>
  );
}

export function SideCell({ sel, text }: { sel: string; text: string }) {
  return (
    <td title={text}>
      <button type="button" class="link" aria-expanded={selection.value === sel}>
        {text}
      </button>
    </td>
  );
}
