// The columns of the two call tables: what they are called, how wide they are, which are hidden at first.
import type { ApiCall } from "../api/types";
import { plain } from "../graph/label";

export interface CallColumn {
  id: string;
  name: string;
  width: number;
  shown: boolean;
  quiet?: boolean;
  text: (call: ApiCall) => string;
}

const text = (id: keyof ApiCall, name: string, width: number, shown: boolean, quiet = false): CallColumn => ({
  id,
  name,
  width,
  shown,
  quiet,
  text: (call) => String(call[id] ?? ""),
});

export const CALL_COLUMNS: CallColumn[] = [
  text("time", "Time (UTC)", 100, true),
  text("cluster", "Cluster", 112, true, true),
  { id: "user", name: "User", width: 184, shown: true, text: (call) => plain(3, call.user ?? "") || "no identity" },
  text("cloudUser", "Cloud User", 124, true),
  text("eventName", "Event", 190, true),
  text("resource", "Resource", 120, true),
  text("namespace", "Namespace", 96, true, true),
  text("name", "Name", 146, true),
  text("code", "Code", 58, true),
  text("command", "Command", 160, true),
  text("sourceIp", "Source IP", 108, true, true),
  text("client", "User agent", 150, false, true),
  text("action", "Action", 150, false),
  text("verb", "Verb", 70, false),
  text("apiGroup", "API group", 130, false, true),
  text("subresource", "Subresource", 96, false),
  text("status", "Status", 150, false),
  text("reason", "Reason", 130, false),
  text("decision", "Decision", 80, false),
  { id: "groups", name: "Groups", width: 220, shown: false, quiet: true, text: (call) => call.groups.join(", ") },
  text("impersonatedUser", "Impersonated user", 150, false),
  {
    id: "sourceIps",
    name: "All source IPs",
    width: 150,
    shown: false,
    quiet: true,
    text: (call) => call.sourceIps.join(", "),
  },
  text("container", "Container", 110, false),
  text("userAgent", "Whole user agent", 260, false, true),
  text("uri", "URI", 300, false, true),
  text("level", "Level", 110, false, true),
  text("auditId", "Audit ID", 250, false, true),
];

const DEFAULT_IDS = CALL_COLUMNS.filter(({ shown }) => shown).map(({ id }) => id);

// Names the table does not know are left alone; a choice of nothing is no choice.
export function chosenColumns(cols: string[] | null): CallColumn[] {
  const ids = cols ?? DEFAULT_IDS;
  const found = ids
    .map((id) => CALL_COLUMNS.find((column) => column.id === id))
    .filter((column) => column !== undefined);
  return found.length ? found : CALL_COLUMNS.filter(({ shown }) => shown);
}

// The default choice is not written into the address.
export function toggled(cols: string[] | null, id: string): string[] | null {
  const now = chosenColumns(cols).map((column) => column.id);
  const next = now.includes(id) ? now.filter((one) => one !== id) : insert(now, id);
  return next.join() === DEFAULT_IDS.join() ? null : next;
}

function insert(now: string[], id: string): string[] {
  const wanted = new Set([...now, id]);
  const known = now.every((one, at) => at === 0 || position(one) > position(now[at - 1] as string));
  return known ? CALL_COLUMNS.map((column) => column.id).filter((one) => wanted.has(one)) : [...now, id];
}

const position = (id: string) => CALL_COLUMNS.findIndex((column) => column.id === id);
