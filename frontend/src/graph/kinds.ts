// What the columns are called, in every place that needs a name: heads, colours, icons, search fields.
import type { ColumnKey } from "../api/types";
import type { IconName } from "../ui/icons";

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
  { key: "cluster", name: "Cluster", short: "Cluster", token: "code", widest: 130 },
];

// The kind of a column by its place. Clusters come first where they come at all, and are the last kind.
export const kindAt = (place: number, columns: number) =>
  columns === KINDS.length ? (place || KINDS.length) - 1 : place;

// One icon for each sort of value.
export function iconOf(kind: number, className: string, label: string): IconName {
  switch (kind) {
    case 0:
      return className === "external" ? "globe" : "network";
    case 1:
      return "group";
    case 2:
      return "cloud";
    case 3:
      return label === "system:anonymous" ? "ghost" : (USER_ICONS[className] ?? "user");
    case 4:
      return "mask";
    case 5:
      return label.startsWith("/") ? "link" : (RESOURCE_ICONS[className] ?? "grid");
    case 6:
      return ACTION_ICONS[className] ?? "pen";
    case 8:
      return "box";
    default:
      return label.startsWith("101") ? "swap" : (STATUS_ICONS[className] ?? "ok");
  }
}

const USER_ICONS: Record<string, IconName> = {
  person: "user",
  serviceaccount: "bot",
  node: "server",
  system: "server",
};
const RESOURCE_ICONS: Record<string, IconName> = { Workload: "box", RBAC: "shield", Storage: "store", Other: "grid" };
const ACTION_ICONS: Record<string, IconName> = {
  exec: "terminal",
  read: "eye",
  create: "create",
  change: "pen",
  delete: "trash",
};
const STATUS_ICONS: Record<string, IconName> = { ok: "ok", failed: "warn", denied: "ban" };
