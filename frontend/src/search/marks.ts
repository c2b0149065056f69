// Where a value of a call shows what was searched for.
import { matches } from "./match";
import { parse } from "./parse";
import type { Field, Query, Term } from "./query";

// The terms that a call was found by: not those that keep others away. A text that cannot be read has none.
export function foundBy(text: string): Term[] {
  try {
    return wanted(parse(text), true);
  } catch {
    return [];
  }
}

function wanted(query: Query | null, asked: boolean): Term[] {
  if (!query) return [];
  if (query.type === "term") return asked ? [query] : [];
  if (query.type === "not") return wanted(query.part, !asked);
  return query.parts.flatMap((part) => wanted(part, asked));
}

export interface Piece {
  text: string;
  marked: boolean;
}

// `shown` is what stands there of `value`: where it leaves out what was searched for, all of it is marked.
export function markedPieces(terms: Term[], field: Field | undefined, shown: string, value = shown): Piece[] {
  const spans = terms.flatMap((term) => (field && finds(term, field, value) ? spansOf(term, shown) : []));
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    if (start > at) pieces.push({ text: shown.slice(at, start), marked: false });
    pieces.push({ text: shown.slice(Math.max(at, start), end), marked: true });
    at = end;
  }
  if (at < shown.length) pieces.push({ text: shown.slice(at), marked: false });
  return pieces;
}

// A bare word is not looked up in verbs.
function finds(term: Term, field: Field, value: string): boolean {
  if (term.field ? term.field !== field : field === "verb") return false;
  return term.test.kind !== "differs" && matches({ ...term, field }, { [field]: value });
}

type Between = [number, number];

function spansOf({ test }: Term, shown: string): Between[] {
  const needles = test.kind === "contains" ? [test.text] : test.kind === "pattern" ? test.pieces : [];
  const spans = needles.filter(Boolean).flatMap((needle) => placesOf(needle, shown));
  return spans.length ? spans : [[0, shown.length]];
}

// By an expression without anything special in it: small letters may be longer than the capitals they stand for.
function placesOf(needle: string, shown: string): Between[] {
  const plain = needle.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return [...shown.matchAll(new RegExp(plain, "giu"))].map(({ index, 0: found }) => [index, index + found.length]);
}
