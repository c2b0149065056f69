/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How far an alert was dealt with. */
export type AlertStatus =
  | 'CLOSED'
  | 'IN_PROGRESS'
  | 'OPEN';

/** fed: the log shows what the detection needs; partly: of some resources; blind: it shows such calls, but not what is needed of them; unknown: it has shown no such call. */
export type CoverageState =
  | 'BLIND'
  | 'FED'
  | 'PARTLY'
  | 'UNKNOWN';

/** policy: every occurrence; anomaly: not seen in the window; threshold, sequence: over several calls. */
export type DetectionKind =
  | 'ANOMALY'
  | 'GRAPH'
  | 'POLICY'
  | 'SEQUENCE'
  | 'THRESHOLD';

/** no_heartbeat: minutes in which no lease was renewed; reported_lost: the API server says so; came_too_late: not stored, because its time was not kept any more. */
export type HoleKind =
  | 'CAME_TOO_LATE'
  | 'NO_HEARTBEAT'
  | 'REPORTED_LOST';

/** whole: no hole between its heartbeats; holes; unknown: it has no heartbeats to tell by. */
export type ReceiptState =
  | 'HOLES'
  | 'UNKNOWN'
  | 'WHOLE';

/** How bad it is if it is true. */
export type Severity =
  | 'CRITICAL'
  | 'HIGH'
  | 'INFO'
  | 'LOW'
  | 'MEDIUM';

export type ReceiptsQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  clusters?: Array<string> | string | null | undefined;
}>;


export type ReceiptsQuery = { receipts: Array<{ cluster: string, state: ReceiptState, told: string, from: string | null, to: string | null, heartbeats: number, reportedLost: number, neverEnded: number, underWay: number, holes: number, latestHoles: Array<{ from: string, to: string, kind: HoleKind, told: string }> }> };

export type CoverageQueryVariables = Exact<{ [key: string]: never; }>;


export type CoverageQuery = { coverage: Array<{ cluster: string, fed: number, partly: number, blind: number, unknown: number, detections: Array<{ code: string, title: string, state: CoverageState, why: string }>, invisible: Array<{ what: string, why: string }> }> };

export type StoriesQueryVariables = Exact<{
  search: string;
  status?: Array<AlertStatus> | AlertStatus | null | undefined;
  severity?: Array<Severity> | Severity | null | undefined;
  kind?: Array<DetectionKind> | DetectionKind | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type StoriesQuery = { stories: { total: number, complete: boolean, edges: Array<{ node: { id: string, sentence: string, risk: number, severity: Severity, who: Array<string>, clusters: Array<string>, firstSeen: string, lastSeen: string, alerts: Array<{ id: string, code: string, severity: Severity, title: string, thing: string, who: string, risk: number, firstSeen: string, occurrences: number }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ActsQueryVariables = Exact<{ [key: string]: never; }>;


export type ActsQuery = { acts: { acts: Array<{ time: string, did: string, who: string, name: string, on: string, address: string, times: number }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ReceiptsDocument = new TypedDocumentString(`
    query Receipts($from: DateTime, $to: DateTime, $clusters: [String!]) {
  receipts(from: $from, to: $to, clusters: $clusters) {
    cluster
    state
    told
    from
    to
    heartbeats
    reportedLost
    neverEnded
    underWay
    holes
    latestHoles(first: 20) {
      from
      to
      kind
      told
    }
  }
}
    `) as unknown as TypedDocumentString<ReceiptsQuery, ReceiptsQueryVariables>;
export const CoverageDocument = new TypedDocumentString(`
    query Coverage {
  coverage {
    cluster
    fed
    partly
    blind
    unknown
    detections(state: [PARTLY, BLIND, UNKNOWN]) {
      code
      title
      state
      why
    }
    invisible {
      what
      why
    }
  }
}
    `) as unknown as TypedDocumentString<CoverageQuery, CoverageQueryVariables>;
export const StoriesDocument = new TypedDocumentString(`
    query Stories($search: String!, $status: [AlertStatus!], $severity: [Severity!], $kind: [DetectionKind!], $first: Int!, $after: String) {
  stories(
    search: $search
    status: $status
    severity: $severity
    kind: $kind
    first: $first
    after: $after
  ) {
    edges {
      node {
        id
        sentence
        risk
        severity
        who
        clusters
        firstSeen
        lastSeen
        alerts {
          id
          code
          severity
          title
          thing
          who
          risk
          firstSeen
          occurrences
        }
      }
    }
    total
    complete
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<StoriesQuery, StoriesQueryVariables>;
export const ActsDocument = new TypedDocumentString(`
    query Acts {
  acts(first: 200) {
    acts {
      time
      did
      who
      name
      on
      address
      times
    }
  }
}
    `) as unknown as TypedDocumentString<ActsQuery, ActsQueryVariables>;