// What a search text means once it is read. Shared by the parser, the matcher and the pills.

export const FIELDS = [
  "ip",
  "group",
  "aws",
  "user",
  "as",
  "kind",
  "resource",
  "ns",
  "name",
  "verb",
  "action",
  "status",
  "code",
  "cmd",
  "agent",
  "cluster",
  "alert",
  "is",
] as const;
export type Field = (typeof FIELDS)[number];

export const FLAGS = ["error", "denied", "exec", "new", "alert", "human", "machine", "steady"] as const;

// What can be asked for with `==`: the whole value as the Polygraph shows it, letter by letter.
export const WHOLE: readonly Field[] = [
  "action",
  "as",
  "aws",
  "cluster",
  "group",
  "ip",
  "kind",
  "resource",
  "status",
  "user",
];

export type Comparison = ">" | ">=" | "<" | "<=" | "=" | "!=" | "==";

export interface Span {
  start: number;
  end: number;
}

export type Test =
  | { kind: "contains"; text: string }
  | { kind: "equals"; text: string }
  | { kind: "differs"; text: string }
  // null: any value
  | { kind: "whole"; text: string | null }
  | { kind: "pattern"; pieces: string[] }
  | { kind: "number"; op: Comparison; value: number }
  | { kind: "range"; low: number; high: number }
  | { kind: "network"; cidr: string }
  | { kind: "class"; name: "internal" | "external" }
  | { kind: "flag"; name: string };

export interface Term extends Span {
  type: "term";
  field: Field | null;
  test: Test;
}
export interface Not extends Span {
  type: "not";
  part: Query;
}
export interface Many extends Span {
  type: "and" | "or";
  parts: Query[];
}
export type Query = Term | Not | Many;

export const LIMITS = { characters: 8000, depth: 20, terms: 100 };

// The position counts characters from 0 and names the start of what is wrong.
export class SearchError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
    this.name = "SearchError";
  }
}
