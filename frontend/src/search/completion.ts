// What the word in the making can become, and what was meant by a word that is no field. Pure.
import { FIELDS, type Field } from "./query";
import { exactly } from "./terms";

export interface Word {
  // all before the word, with its sign
  before: string;
  // null while the field itself is still being written
  field: Field | null;
  text: string;
}

// The word at the end of the text, unless a quote is open before it.
export function lastWord(text: string): Word | null {
  const found = /^((?:[^"]|"[^"]*")*?(?:^|[\s(|])[-!]?)(?:([a-z]+):=?)?("[^"]*|[^\s()|":]*)$/i.exec(text);
  if (!found) return null;
  const [, before = "", name = "", value = ""] = found;
  const field = FIELDS.find((one) => one === name.toLowerCase());
  // An unknown name before a colon is text, and so is a quote.
  if (!field && (name || value.startsWith('"'))) return null;
  return { before, field: field ?? null, text: value.replace(/^"/, "") };
}

// Fields that begin with what is there.
export const fieldsFor = (text: string): Field[] =>
  text ? FIELDS.filter((field) => field.startsWith(text.toLowerCase()) && field !== text.toLowerCase()) : [];

export const termOf = (field: Field, value: string) => (field === "is" ? `is:${value}` : exactly(field, value));

const OTHER_NAMES: Record<string, Field> = {
  address: "ip",
  command: "cmd",
  impersonated: "as",
  namespace: "ns",
  object: "name",
  username: "user",
};

// The field that a word was meant to be, if it is nearly one. `system` and `arn` are none.
export function meantField(word: string): Field | null {
  const name = word.toLowerCase();
  const other = Object.entries(OTHER_NAMES).find(([one]) => one === name || one === name.replace(/s$/, ""))?.[1];
  if (other) return other;
  return FIELDS.find((field) => Math.min(name.length, field.length) > 2 && apart(name, field) === 1) ?? null;
}

// 1 when one letter is left out, put in, another, or changed places with the next; 0 when equal; else more.
function apart(one: string, two: string): number {
  if (one === two) return 0;
  const [long, short] = one.length < two.length ? [two, one] : [one, two];
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  const swapped = long.slice(at, at + 2) === [short[at + 1], short[at]].join("");
  if (long.slice(at + 1) === short.slice(at) || long.slice(at + 1) === short.slice(at + 1)) return 1;
  return swapped && long.slice(at + 2) === short.slice(at + 2) ? 1 : 2;
}

// The same text with what was meant in place of what is nearly it; null where nothing is.
export function didYouMean(text: string): string | null {
  let changed = false;
  const meant = text.replace(/"[^"]*"?|[^\s()|"]+/g, (word) => {
    const [, sign = "", name = "", rest = ""] = /^([-!]?)([a-z]+)(:.*)?$/is.exec(word) ?? [];
    const known = FIELDS.find((field) => field === name.toLowerCase());
    const field = rest.length > 1 && !known ? meantField(name) : null;
    const better = field ? `${sign}${field}${rest}` : turned(word);
    changed ||= better !== word;
    return better;
  });
  return changed ? meant : null;
}

// A range that ends before it begins.
function turned(word: string): string {
  const [, head, low, high] = /^([-!]?code:)(\d+)\.\.(\d+)$/i.exec(word) ?? [];
  return Number(low) > Number(high) ? `${head}${high}..${low}` : word;
}
