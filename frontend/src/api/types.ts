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
export type ColumnKey = (typeof COLUMN_KEYS)[number];

export type WireSeverity = "critical" | "high" | "medium" | "low" | "info";

export interface ColumnValues {
  names: string[];
  classes: string[];
  members?: string[][];
}

export type Paths = Record<ColumnKey, number[]> & {
  id: number[];
  cluster: string[];
  client: string[];
  calls: number[];
  errors: number[];
  denied: number[];
  firstSeen: number[];
  // only where the server knows it for the chosen range
  lastSeen?: number[];
};

export interface AlertMark {
  id: string;
  code: string;
  severity: WireSeverity;
  title: string;
  status: string;
  paths: number[];
  time?: number;
}

export interface Polygraph {
  calls: number;
  errors: number;
  denied: number;
  truncated: boolean;
  range: { from: number | null; to: number | null };
  values: Record<ColumnKey, ColumnValues>;
  paths: Paths;
  commands: Record<string, string[]>;
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
export type CallDetail = NonNullable<CallQuery["call"]>;
export type Detection = DetectionsQuery["detections"][number];
export type Cluster = ClustersQuery["clusters"][number];
export type { NoiseQuery };
export type NoiseHour = NoiseQuery["noise"][number]["overTime"][number];
export type NoiseRule = NoiseQuery["noiseRules"][number];
export type DroppedCall = DroppedQuery["dropped"][number];
export type RejectedRecord = RejectedQuery["rejected"]["records"][number];
export type RejectedDetail = NonNullable<RejectedRecordQuery["rejectedRecord"]>;
