// The columns of the two call tables: what they are called, how wide they are, which are hidden at first.
import type { ApiCall } from "../api/types";
import { plain } from "../graph/label";
import type { Field } from "../search/query";
import { exactly } from "../search/terms";

export interface CallColumn {
  id: string;
  name: string;
  width: number;
  shown: boolean;
  quiet?: boolean;
  // what the search calls it
  field?: Field;
  // whole, as the search knows it; one text where several values stand together
  values: (call: ApiCall) => string[];
  text: (call: ApiCall) => string;
}

interface Options {
  hidden?: boolean;
  quiet?: boolean;
  field?: Field;
  text?: (call: ApiCall) => string;
}

const column = (id: keyof ApiCall, name: string, width: number, options: Options = {}): CallColumn => {
  const values = (call: ApiCall) => [call[id] ?? ""].flat().map(String).filter(Boolean);
  const { hidden = false, text = (call) => values(call).join(", "), ...rest } = options;
  return { id, name, width, shown: !hidden, values, text, ...rest };
};

// Addresses that the caller claims, or that it came through, are told of where there is room for one.
const withOthers = ({ sourceIp, sourceIps }: ApiCall) =>
  sourceIps.length > 1 ? `${sourceIp} +${sourceIps.length - 1}` : (sourceIp ?? "");

const quiet = true;
const hidden = true;

export const CALL_COLUMNS: CallColumn[] = [
  column("time", "Time (UTC)", 100),
  column("cluster", "Cluster", 112, { quiet, field: "cluster" }),
  column("user", "User", 184, { field: "user", text: (call) => plain(3, call.user ?? "") || "no identity" }),
  column("cloudUser", "Cloud User", 124, { field: "aws", text: (call) => call.cloudUser?.split("/").pop() ?? "" }),
  column("eventName", "Event", 190, { field: "action" }),
  column("resource", "Resource", 120, { field: "kind" }),
  column("namespace", "Namespace", 96, { quiet, field: "ns" }),
  column("name", "Name", 146, { field: "name" }),
  column("code", "Code", 58, { field: "code" }),
  column("command", "Command", 160, { field: "cmd" }),
  column("sourceIp", "Source IP", 108, { quiet, field: "ip", text: withOthers }),
  column("client", "User agent", 150, { hidden, quiet, field: "agent" }),
  column("action", "Action", 150, { hidden, field: "action" }),
  column("verb", "Verb", 70, { hidden, field: "verb" }),
  column("apiGroup", "API group", 130, { hidden, quiet }),
  column("subresource", "Subresource", 96, { hidden }),
  column("status", "Status", 150, { hidden, field: "status" }),
  column("reason", "Reason", 130, { hidden }),
  column("decision", "Decision", 80, { hidden }),
  column("groups", "Groups", 220, { hidden, quiet, field: "group" }),
  column("impersonatedUser", "Impersonated user", 150, { hidden, field: "as" }),
  column("sourceIps", "All source IPs", 150, { hidden, quiet }),
  column("container", "Container", 110, { hidden }),
  column("userAgent", "Whole user agent", 260, { hidden, quiet }),
  column("uri", "URI", 300, { hidden, quiet }),
  column("level", "Level", 110, { hidden, quiet }),
  column("auditId", "Audit ID", 250, { hidden, quiet }),
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

// A column of which no row has a value folds away; rows that come later bring it back.
export function filled(columns: CallColumn[], rows: ApiCall[]): CallColumn[] {
  if (!rows.length) return columns;
  return columns.filter(({ id, values }) => id === "user" || rows.some((call) => values(call).length > 0));
}

const LONGEST = 300;

// The terms that together mean this value exactly; none where the search cannot ask for it.
export function termsOf({ field, values }: CallColumn, call: ApiCall): string[] {
  const terms = field ? values(call).map((value) => exactly(field, value)) : [];
  if (field === "user" && !terms.length) return ["-user:*"];
  return terms.join(" ").length > LONGEST ? [] : terms;
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
