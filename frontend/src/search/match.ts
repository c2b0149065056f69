// Tests one call against a query. The server does this for real; the page uses it on what it has loaded.
import { contains, type Network, parseNetwork } from "./cidr";
import type { Field, Query, Term, Test } from "./query";

type CallField = Exclude<Field, "is" | "kind"> | "kind" | "ipClass" | "resource" | "flags" | "extra";
export type Call = Partial<Record<CallField, string | number | (string | number)[]>>;

// What a bare word looks at. The class of a resource and the verb have to be asked for by name.
const ANY: CallField[] = [
  "ip",
  "group",
  "aws",
  "user",
  "as",
  "resource",
  "ns",
  "name",
  "action",
  "status",
  "code",
  "cmd",
  "agent",
  "cluster",
  "extra",
];

export function matches(query: Query | null, call: Call): boolean {
  if (!query) return true;
  if (query.type === "term") return matchesTerm(query, call);
  if (query.type === "not") return !matches(query.part, call);
  return query.type === "and"
    ? query.parts.every((part) => matches(part, call))
    : query.parts.some((part) => matches(part, call));
}

function matchesTerm({ field, test }: Term, call: Call): boolean {
  if (test.kind === "flag") return values(call, ["flags"]).includes(test.name);
  if (test.kind === "class") return values(call, ["ipClass"]).includes(test.name);
  if (test.kind === "whole") {
    const text = field === null ? "" : [call[field as CallField] ?? []].flat().join(", ");
    return test.text === null ? text !== "" : text === test.text;
  }
  const texts = values(call, fieldsOf(field));
  return test.kind === "differs"
    ? texts.every((text) => text !== test.text.toLowerCase())
    : texts.some((text) => holds(test, text));
}

function fieldsOf(field: Field | null): CallField[] {
  if (field === null) return ANY;
  return field === "kind" ? ["kind", "resource"] : [field as CallField];
}

function values(call: Call, fields: CallField[]): string[] {
  return fields
    .flatMap((field) => call[field] ?? [])
    .map((value) => String(value).toLowerCase())
    .filter((text) => text !== "");
}

function holds(test: Test, text: string): boolean {
  switch (test.kind) {
    case "contains":
      return text.includes(test.text.toLowerCase());
    case "equals":
      return text === test.text.toLowerCase();
    case "pattern":
      return fits(test.pieces, text);
    case "number":
      return compare(Number(text), test.op, test.value);
    case "range":
      return Number(text) >= test.low && Number(text) <= test.high;
    case "network":
      return contains(parseNetwork(test.cidr) as Network, text);
    default:
      return false;
  }
}

function compare(left: number, op: string, right: number): boolean {
  if (op === ">") return left > right;
  if (op === ">=") return left >= right;
  return op === "<" ? left < right : left <= right;
}

// Anchored wildcard match without a regular expression, so hostile patterns cannot run away.
function fits(pieces: string[], text: string): boolean {
  const low = pieces.map((piece) => piece.toLowerCase());
  const first = low[0] as string;
  const last = low.at(-1) as string;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of low.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
