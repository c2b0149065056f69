// The shapes that cross the wire: the columnar JSON by hand, after the server's contract; GraphQL from the generated types.
import type {
  AlertQuery,
  CallQuery,
  ClustersQuery,
  DetectionsQuery,
  DroppedQuery,
  NoiseQuery,
  RejectedQuery,
  RejectedRecordQuery,
} from "./generated/graphql";
import type { CoverageQuery, ReceiptsQuery, StoriesQuery } from "./generated/later/graphql";

export const COLUMN_KEYS = [
  "sourceIp",
  "group",
  "cloudUser",
  "user",
  "impersonatedUser",
  "resource",
  "action",
  "status",
] as const;
// In front of them there may be a column of clusters.
export type ColumnKey = (typeof COLUMN_KEYS)[number] | "cluster";

export type WireSeverity = "critical" | "high" | "medium" | "low" | "info";

export interface AlertMark {
  id: string;
  code: string;
  severity: WireSeverity;
  title: string;
  status: string;
  time: number;
}

export interface Command {
  text: string;
  where: string;
}

export interface Commands {
  total: number;
  lines: Command[];
}

export interface Totals {
  calls: number;
  errors: number;
  denied: number;
  paths: number;
}

export type NodeKind = "value" | "group" | "more" | "steady";

// Parallel lists, as all that is plural here.
interface Nodes {
  id: string[];
  column: number[];
  kind: NodeKind[];
  name: string[];
  class: string[];
  calls: number[];
  errors: number[];
  denied: number[];
  paths: number[];
  // distinct values it stands for
  values: number[];
  firstSeen: number[];
  // names behind a group, the busiest of them; the single groups of a group set
  members: string[][];
  // places in the list of alerts
  alerts: number[][];
  why: string[];
  // the search text for its calls and no others
  search: string[];
}

// Calls of the picture, by the ways through it that they went.
export interface Lit {
  trails: number[];
  calls: number[];
  denied: number[];
}

// Every number is of all calls that match, whatever is drawn. Hops and trails end at numbers of nodes.
export interface Polygraph extends Totals {
  columns: { key: ColumnKey; total: number; absent: number }[];
  nodes: Nodes;
  hops: { source: number[]; target: number[]; calls: number[]; denied: number[] };
  // the distinct ways through the nodes: one list a column, -1 where the calls have no value
  trails: { nodes: number[][]; calls: number[]; denied: number[]; paths: number[] };
  commands: Record<string, Commands>;
  alerts: AlertMark[];
  // all that are not closed, whatever is searched for
  openAlerts: number;
}

export interface ValueList {
  total: number;
  name: string[];
  class: string[];
  calls: number[];
  denied: number[];
  firstSeen: number[];
}

// Values of some columns; of all columns with what else is known of these calls.
export interface Values extends Totals {
  columns: Partial<Record<ColumnKey, ValueList>>;
  commands: Commands;
  alerts: AlertMark[];
}

export interface Timeline {
  start: number;
  step: number;
  ok: number[];
  failed: number[];
  denied: number[];
  extent: { from: number | null; to: number | null };
}

export type {
  AlertFieldsFragment as Alert,
  CallFieldsFragment as ApiCall,
  DetectionKind,
  Severity,
} from "./generated/graphql";
export type AlertDetail = NonNullable<AlertQuery["alert"]>;
export type Story = StoriesQuery["stories"]["edges"][number]["node"];
export type CallDetail = NonNullable<CallQuery["call"]>;
export type Detection = DetectionsQuery["detections"][number];
export type Cluster = ClustersQuery["clusters"][number];
export type { NoiseQuery };
export type NoiseHour = NoiseQuery["noise"][number]["overTime"][number];
export type NoiseRule = NoiseQuery["noiseRules"][number];
export type DroppedCall = DroppedQuery["dropped"][number];
export type RejectedRecord = RejectedQuery["rejected"]["records"][number];
export type Coverage = CoverageQuery["coverage"][number];
export type Receipt = ReceiptsQuery["receipts"][number];
export type RejectedDetail = NonNullable<RejectedRecordQuery["rejectedRecord"]>;
