// The view as a signal, kept in step with the address bar. Back undoes.
import { signal } from "@preact/signals";
import { DEFAULTS, isoTime, readView, type View, writeView } from "./url";

const read = () => readView({ path: location.pathname, search: location.search });
const start = read();

export const view = signal<View>(start.view);
// parts of the address that could not be understood
export const badAddress = signal<string[]>(start.bad);

addEventListener("popstate", () => {
  const { view: next, bad } = read();
  badAddress.value = bad;
  view.value = next;
});

type Change = Partial<View>;

function change(part: Change, how: "push" | "replace") {
  const next = { ...view.value, ...part };
  const address = writeView(next);
  if (address === writeView(view.value)) return;
  // The list stays where it is while it is the same list.
  const state = listOf(next) === listOf(view.value) ? history.state : null;
  if (how === "push") history.pushState(state, "", address);
  else history.replaceState(state, "", address);
  badAddress.value = [];
  view.value = next;
}

// What a list shows does not depend on what is open beside it.
const listOf = (of: View) => writeView({ ...of, sel: "", open: [], cols: null, outline: false, steady: false });

// How far down the list is, in pixels; a reload and Back find it there again.
export const keptTop = (): number => Number(history.state?.top) || 0;
export const keepTop = (top: number) => history.replaceState(top ? { top } : null, "");

export const go = (part: Change) => change(part, "push");
export const adjust = (part: Change) => change(part, "replace");

// Another page keeps query, time and clusters.
export function addressOf(part: Change): string {
  const { q, from, to, clusters } = view.value;
  return writeView({ ...DEFAULTS, q, from, to, clusters, ...part });
}

export function open(part: Change) {
  const { q, from, to, clusters, cols, steady } = view.value;
  go({ ...DEFAULTS, q, from, to, clusters, cols, steady, ...part });
}

export const setRange = (from: number, to: number) =>
  go({ from: isoTime(Math.round(from)), to: isoTime(Math.round(to)) });

// Ordinary clicks on links of the page stay in the page.
export function follow(event: MouseEvent, part: Change) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(part);
}
