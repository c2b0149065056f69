// What the eight columns are called, in every place that needs a name: heads, colours, search fields.
import { COLUMN_KEYS, type ColumnKey } from "../api/types";
import { exactly } from "../search/terms";

export interface Kind {
  key: ColumnKey;
  name: string;
  short: string;
  // name of the colour token
  token: string;
  widest: number;
}

export const KINDS: Kind[] = [
  { key: "sourceIp", name: "Source IP", short: "Source IP", token: "ip", widest: 138 },
  { key: "group", name: "Group", short: "Group", token: "group", widest: 156 },
  { key: "cloudUser", name: "AWS user", short: "AWS user", token: "aws", widest: 150 },
  { key: "user", name: "Kubernetes user", short: "K8s user", token: "user", widest: 216 },
  { key: "impersonatedUser", name: "Impersonated user", short: "Imp. user", token: "imp", widest: 138 },
  { key: "resource", name: "Resource", short: "Resource", token: "res", widest: 182 },
  { key: "action", name: "Action", short: "Action", token: "act", widest: 186 },
  { key: "status", name: "Status", short: "Status", token: "code", widest: 168 },
];

export const columnOf = (key: ColumnKey) => COLUMN_KEYS.indexOf(key);

// How a value is asked for in a search: all of the terms together mean exactly this value.
export function termsFor(key: ColumnKey, name: string, members: string[] = []): string[] {
  switch (key) {
    case "sourceIp":
      return [exactly("ip", name)];
    case "group":
      return (members.length ? members : name.split(", ")).map((group) => exactly("group", group));
    case "cloudUser":
      return [exactly("aws", name)];
    case "user":
      return [exactly("user", name)];
    case "impersonatedUser":
      return [exactly("as", name)];
    case "resource":
      return resourceTerms(name);
    case "action":
      return [exactly("action", name)];
    default:
      return [exactly("code", name.split(" ")[0] ?? name)];
  }
}

function resourceTerms(name: string): string[] {
  const slash = name.startsWith("/") ? -1 : name.indexOf("/");
  if (slash < 0) return [exactly("kind", name), "-ns:*"];
  return [exactly("ns", name.slice(0, slash)), exactly("kind", name.slice(slash + 1))];
}

// A group node stands for a class of values; only some classes have a search term.
export function termForGroup(label: string): string | null {
  if (label === "Internal IP") return "ip:internal";
  if (label === "External IP") return "ip:external";
  return ["Workload", "RBAC", "Storage", "Other"].includes(label) ? exactly("kind", label) : null;
}
