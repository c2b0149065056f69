// Single keys that work everywhere but in fields.
import { go, open, view } from "../state/router";
import { toggleKeys } from "./keys";
import { focusSearch } from "./search-box";

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

const KEYS: Record<string, () => void> = {
  "/": focusSearch,
  o: () => view.value.page === "polygraph" && go({ outline: !view.value.outline }),
  s: () => view.value.page === "polygraph" && go({ steady: !view.value.steady }),
  g: () => (view.value.page === "polygraph" ? focus(".stage") : open({ page: "polygraph" })),
  t: () => focus("[role=grid]"),
  a: () => open({ page: "alerts" }),
  "?": toggleKeys,
  Escape: () => view.value.sel && go({ sel: "" }),
};

export function startShortcuts() {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (target.matches("input, textarea, select") || target.closest("[popover]")) return;
    // The browser closes an open card itself.
    if (event.key === "Escape" && document.querySelector(":popover-open")) return;
    const action = KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
