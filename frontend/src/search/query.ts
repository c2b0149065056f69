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
  "network",
  "pod",
  "node",
  "cred",
  "key",
  "claim",
  "note",
  "reason",
  "version",
  "removed",
  "took",
  "refused",
  "decision",
] as const;
export type Field = (typeof FIELDS)[number];

export const FLAGS = [
  "error",
  "denied",
  "exec",
  "new",
  "alert",
  "human",
  "machine",
  "steady",
  "read",
  "write",
  "create",
  "delete",
  "dryrun",
] as const;

// What people type for them, by the names of the audit log and of other tools.
const ALIASES: Record<string, Field> = {
  "namespace objectref.namespace": "ns",
  "username user.username": "user",
  "groups user.groups": "group",
  impersonateduser: "as",
  "sourceip sourceips": "ip",
  "objectref.name": "name",
  "objectref.resource": "kind",
  "objectref.apiversion apiversion": "version",
  useragent: "agent",
  "responsestatus.code": "code",
  "responsestatus.reason message": "reason",
  command: "cmd",
  credential: "cred",
  "accesskey session": "key",
  "annotation annotations": "note",
  "duration latency": "took",
  arn: "aws",
  extra: "claim",
};

// What somebody may ask for and no call has: why, and what to do instead.
const REFUSED: Record<string, string> = {
  "since until after before last time timestamp requestreceivedtimestamp": "the time range stands beside the search",
  "objectref.subresource": "write the action, such as action:exec",
  "requesturi uri url": "URLs of the API server are resources, such as resource:/healthz",
  "requestobject responseobject body": "bodies are not searched",
  "auditid stage stagetimestamp level": "the call's panel shows it",
};

const named = <T>(table: Record<string, T>, name: string): T | null =>
  Object.entries(table).find(([names]) => names.split(" ").includes(name))?.[1] ?? null;

export const fieldNamed = (name: string): Field | null =>
  FIELDS.find((field) => field === name) ?? named(ALIASES, name);

export const whyRefused = (name: string): string | null => named(REFUSED, name);

// Fields of short words that no comma can be part of: `verb:delete,patch` is either.
export const LISTED: readonly Field[] = ["verb", "kind", "code", "is", "refused", "decision", "network"];

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
