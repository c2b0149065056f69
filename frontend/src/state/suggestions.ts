// What can become of the word in the making: fields, or values that the store has, with their calls.
import { computed, effect, signal } from "@preact/signals";
import { getJson } from "../api/client";
import { didYouMean, fieldsFor, lastWord, termOf } from "../search/completion";
import { Loader } from "./loader";
import { scope, scopeQuery } from "./scope";
import { base, commit, draft } from "./search-text";

export interface Suggestion {
  // what stands in the list, and in the box once it is taken
  label: string;
  draft: string;
  // calls that the term alone would leave; for values only
  calls?: number;
  // a term that is whole: it becomes a pill
  whole: boolean;
}

interface Values {
  values: { value: string; calls: number }[];
}

const values = new Loader<Values>();
// the list is open: somebody types; and which line of it the keyboard is on, -1 for none
export const typing = signal(false);
export const chosen = signal(-1);

const word = computed(() => (typing.value ? lastWord(draft.value) : null));
const wanted = computed(() => (word.value?.field ? `${word.value.field}\n${word.value.text}` : ""));
const WAIT = 120;

// Values of the scope without the word itself: the committed terms, clusters and times.
effect(() => {
  const [field, text] = wanted.value.split("\n");
  if (!field) return values.clear();
  const timer = setTimeout(() => {
    const query = scopeQuery({ ...scope.peek(), search: base.peek() });
    query.append("field", field);
    query.append("text", text ?? "");
    void values.load((signal) => getJson<Values>("/v1/values", query, signal));
  }, WAIT);
  return () => clearTimeout(timer);
});

export const meant = computed(() => didYouMean(draft.value));

export const suggestions = computed<Suggestion[]>(() => {
  const now = word.value;
  const list: Suggestion[] = [];
  if (typing.value && meant.value)
    list.push({ label: `Did you mean ${meant.value}?`, draft: meant.value, whole: false });
  if (!now) return list;
  const { before, field, text } = now;
  if (!field)
    return [
      ...list,
      ...fieldsFor(text).map((name) => ({ label: `${name}:`, draft: `${before}${name}:`, whole: false })),
    ];
  return [
    ...list,
    ...(values.data.value?.values ?? []).map(({ value, calls }) => ({
      label: value,
      draft: before + termOf(field, value),
      calls,
      whole: true,
    })),
  ];
});

export function take({ draft: text, whole }: Suggestion) {
  chosen.value = -1;
  draft.value = text;
  if (whole) commit();
}
