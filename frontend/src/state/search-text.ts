// The text of the one search: committed terms, and the term in the making. What cannot be read changes nothing.
import { effect, signal } from "@preact/signals";
import { parse } from "../search/parse";
import { SearchError } from "../search/query";
import { addTerms, negate } from "../search/terms";
import { adjust, go, view } from "./router";
import type { View } from "./url";

// Committed terms, and the text still being typed; together they are the query of the view.
export const base = signal(view.value.q);
export const draft = signal("");
export const problem = signal<SearchError | null>(null);
// Who is in the middle of a word is not told that it is wrong: only after Enter, or after a pause.
export const isTold = signal(false);
let own = view.value.q;
let timer = 0;

effect(() => {
  const { q } = view.value;
  if (q === own) return;
  own = q;
  base.value = q;
  draft.value = "";
  problem.value = null;
});

// Nothing is being typed: the view asks for the committed terms.
export const isSettled = () => own === base.value;

const joined = () => (draft.value.trim() ? addTerms(base.value, draft.value) : base.value);

function whole(): string | null {
  try {
    parse(draft.value);
    const text = joined();
    parse(text);
    problem.value = null;
    return text;
  } catch (error) {
    problem.value = error instanceof SearchError ? error : null;
    return null;
  }
}

function apply(how: typeof go) {
  const text = whole();
  if (text === null) return;
  own = text;
  how({ q: text });
}

const DEBOUNCE = 300;
const PAUSE = 1_500;
let pause = 0;

// No pause comes at the end of `user:`, where a value is still to be chosen.
const awaitsValue = () => /(^|[\s(!-])[a-z]+:[=<>!]*$/i.test(draft.value);

export function onInput(event: Event) {
  draft.value = (event.target as HTMLInputElement).value;
  isTold.value = false;
  whole();
  clearTimeout(timer);
  clearTimeout(pause);
  // The first letters of a term make an entry in the history; the rest of the term belongs to it.
  timer = window.setTimeout(() => apply(own === base.value ? go : adjust), DEBOUNCE);
  pause = window.setTimeout(() => {
    isTold.value = !awaitsValue();
  }, PAUSE);
}

export function commit() {
  clearTimeout(timer);
  isTold.value = true;
  const text = whole();
  if (text === null) return;
  const typedBefore = own !== base.value;
  base.value = text;
  draft.value = "";
  own = text;
  if (typedBefore) adjust({ q: text });
  else go({ q: text });
}

export function replaceQuery(text: string, besides: Partial<View> = {}) {
  clearTimeout(timer);
  draft.value = "";
  problem.value = null;
  base.value = text;
  own = text;
  go({ q: text, ...besides });
}

// What the buttons at a value do: ask for it too, or keep it away.
export const askFor = (terms: string[]) => replaceQuery(addTerms(view.value.q, terms.join(" ")));
export const keepAway = (terms: string[]) => replaceQuery(addTerms(view.value.q, negate(terms.join(" "))));
