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

/** policy: every occurrence; anomaly: not seen in the window; threshold, sequence: over several calls. */
export type DetectionKind =
  | 'ANOMALY'
  | 'GRAPH'
  | 'POLICY'
  | 'SEQUENCE'
  | 'THRESHOLD';

/** How bad it is if it is true. */
export type Severity =
  | 'CRITICAL'
  | 'HIGH'
  | 'INFO'
  | 'LOW'
  | 'MEDIUM';

export type CallFieldsFragment = { id: string, time: string, cluster: string, eventName: string, action: string, verb: string, resource: string, apiGroup: string, subresource: string, namespace: string, name: string, code: number, status: string, reason: string, decision: string, sourceIp: string, sourceIps: Array<string>, groups: Array<string>, user: string, cloudUser: string, cloudUserDetail: unknown, impersonatedUser: string, client: string, userAgent: string, uri: string, command: string, container: string, level: string, stage: string, auditId: string, pathId: number };

export type AlertFieldsFragment = { id: string, code: string, detection: string, kind: DetectionKind, severity: Severity, technique: Array<string>, title: string, status: AlertStatus, cluster: string, who: string, what: string, where: string, firstSeen: string, lastSeen: string, occurrences: number, meaning: string };

export type FacetFieldsFragment = { name: string, calls: number, firstSeen: string, lastSeen: string };

export type ApiCallsQueryVariables = Exact<{
  search: string;
  clusters?: Array<string> | string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  errorsOnly: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type ApiCallsQuery = { apiCalls: { searchedBackTo: string | null, edges: Array<{ cursor: string, node: { id: string, time: string, cluster: string, eventName: string, action: string, verb: string, resource: string, apiGroup: string, subresource: string, namespace: string, name: string, code: number, status: string, reason: string, decision: string, sourceIp: string, sourceIps: Array<string>, groups: Array<string>, user: string, cloudUser: string, cloudUserDetail: unknown, impersonatedUser: string, client: string, userAgent: string, uri: string, command: string, container: string, level: string, stage: string, auditId: string, pathId: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CallQueryVariables = Exact<{
  id: string;
}>;


export type CallQuery = { call: { pod: string, node: string, userExtra: Array<string>, impersonatedGroups: Array<string>, impersonatedExtra: Array<string>, truncated: boolean, claimedTime: string | null, folded: Array<string>, credential: string, issuedCredential: string, names: Array<string>, dryRun: boolean, took: number | null, apiVersion: string, removedRelease: string, refusedBy: string, notes: Array<string>, unread: Array<string>, event: unknown, id: string, time: string, cluster: string, eventName: string, action: string, verb: string, resource: string, apiGroup: string, subresource: string, namespace: string, name: string, code: number, status: string, reason: string, decision: string, sourceIp: string, sourceIps: Array<string>, groups: Array<string>, user: string, cloudUser: string, cloudUserDetail: unknown, impersonatedUser: string, client: string, userAgent: string, uri: string, command: string, container: string, level: string, stage: string, auditId: string, pathId: number, alerts: Array<{ id: string, code: string, title: string, severity: Severity }> } | null };

export type AlertsQueryVariables = Exact<{
  search: string;
  status?: Array<AlertStatus> | AlertStatus | null | undefined;
  severity?: Array<Severity> | Severity | null | undefined;
  kind?: Array<DetectionKind> | DetectionKind | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type AlertsQuery = { alerts: { edges: Array<{ cursor: string, node: { id: string, code: string, detection: string, kind: DetectionKind, severity: Severity, technique: Array<string>, title: string, status: AlertStatus, cluster: string, who: string, what: string, where: string, firstSeen: string, lastSeen: string, occurrences: number, meaning: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AlertQueryVariables = Exact<{
  id: string;
}>;


export type AlertQuery = { alert: { thing: string, risk: number, triage: string, usual: string, why: string, id: string, code: string, detection: string, kind: DetectionKind, severity: Severity, technique: Array<string>, title: string, status: AlertStatus, cluster: string, who: string, what: string, where: string, firstSeen: string, lastSeen: string, occurrences: number, meaning: string, facets: { addresses: Array<{ name: string, calls: number, firstSeen: string, lastSeen: string }>, clients: Array<{ name: string, calls: number, firstSeen: string, lastSeen: string }>, objects: Array<{ name: string, calls: number, firstSeen: string, lastSeen: string }> } | null, calls: Array<{ id: string, time: string, cluster: string, eventName: string, action: string, verb: string, resource: string, apiGroup: string, subresource: string, namespace: string, name: string, code: number, status: string, reason: string, decision: string, sourceIp: string, sourceIps: Array<string>, groups: Array<string>, user: string, cloudUser: string, cloudUserDetail: unknown, impersonatedUser: string, client: string, userAgent: string, uri: string, command: string, container: string, level: string, stage: string, auditId: string, pathId: number }>, evidencePath: Array<{ key: string, name: string, className: string, calls: number, of: number }> } | null };

export type DetectionsQueryVariables = Exact<{
  kind?: Array<DetectionKind> | DetectionKind | null | undefined;
  search: string;
}>;


export type DetectionsQuery = { detections: Array<{ code: string, slug: string, kind: DetectionKind, severity: Severity, title: string, technique: Array<string>, on: string, needs: string, window: string, meaning: string, triage: string, usual: string, state: string, alerts: number }> };

export type ClustersQueryVariables = Exact<{ [key: string]: never; }>;


export type ClustersQuery = { clusters: Array<{ name: string, firstSeen: string, lastSeen: string, calls: number }> };

export type NoiseQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  clusters?: Array<string> | string | null | undefined;
  step: number;
}>;


export type NoiseQuery = { noise: Array<{ rule: string, title: string, calls: number, overTime: Array<{ start: string, calls: number }> }>, noiseRules: Array<{ name: string, title: string, on: boolean, fixed: boolean, verbs: Array<string>, resources: Array<string>, notResources: Array<string>, users: Array<string>, notUsers: Array<string>, succeeded: boolean, notDenied: boolean }> };

export type DroppedQueryVariables = Exact<{
  rule: string;
  clusters?: Array<string> | string | null | undefined;
}>;


export type DroppedQuery = { dropped: Array<{ cluster: string, time: string | null, sourceIp: string | null, user: string | null, action: string | null, resource: string | null, name: string | null, status: string | null, text: string }> };

export type RejectedQueryVariables = Exact<{
  clusters?: Array<string> | string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type RejectedQuery = { rejected: { total: number, records: Array<{ id: string, cluster: string, source: string, line: number, reason: string, written: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RejectedRecordQueryVariables = Exact<{
  id: string;
}>;


export type RejectedRecordQuery = { rejectedRecord: { id: string, cluster: string, source: string, line: number, reason: string, raw: string, written: string } | null };

export type ProblemsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProblemsQuery = { problems: Array<{ subject: string, text: string }> };

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
export const CallFieldsFragmentDoc = new TypedDocumentString(`
    fragment CallFields on ApiCall {
  id
  time
  cluster
  eventName
  action
  verb
  resource
  apiGroup
  subresource
  namespace
  name
  code
  status
  reason
  decision
  sourceIp
  sourceIps
  groups
  user
  cloudUser
  cloudUserDetail
  impersonatedUser
  client
  userAgent
  uri
  command
  container
  level
  stage
  auditId
  pathId
}
    `, {"fragmentName":"CallFields"}) as unknown as TypedDocumentString<CallFieldsFragment, unknown>;
export const AlertFieldsFragmentDoc = new TypedDocumentString(`
    fragment AlertFields on Alert {
  id
  code
  detection
  kind
  severity
  technique
  title
  status
  cluster
  who
  what
  where
  firstSeen
  lastSeen
  occurrences
  meaning
}
    `, {"fragmentName":"AlertFields"}) as unknown as TypedDocumentString<AlertFieldsFragment, unknown>;
export const FacetFieldsFragmentDoc = new TypedDocumentString(`
    fragment FacetFields on Facet {
  name
  calls
  firstSeen
  lastSeen
}
    `, {"fragmentName":"FacetFields"}) as unknown as TypedDocumentString<FacetFieldsFragment, unknown>;
export const ApiCallsDocument = new TypedDocumentString(`
    query ApiCalls($search: String!, $clusters: [String!], $from: DateTime, $to: DateTime, $errorsOnly: Boolean!, $first: Int!, $after: String) {
  apiCalls(
    search: $search
    clusters: $clusters
    from: $from
    to: $to
    errorsOnly: $errorsOnly
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        ...CallFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    searchedBackTo
  }
}
    fragment CallFields on ApiCall {
  id
  time
  cluster
  eventName
  action
  verb
  resource
  apiGroup
  subresource
  namespace
  name
  code
  status
  reason
  decision
  sourceIp
  sourceIps
  groups
  user
  cloudUser
  cloudUserDetail
  impersonatedUser
  client
  userAgent
  uri
  command
  container
  level
  stage
  auditId
  pathId
}`) as unknown as TypedDocumentString<ApiCallsQuery, ApiCallsQueryVariables>;
export const CallDocument = new TypedDocumentString(`
    query Call($id: ID!) {
  call(id: $id) {
    ...CallFields
    pod
    node
    userExtra
    impersonatedGroups
    impersonatedExtra
    truncated
    claimedTime
    folded
    credential
    issuedCredential
    names
    dryRun
    took
    apiVersion
    removedRelease
    refusedBy
    notes
    unread
    event
    alerts {
      id
      code
      title
      severity
    }
  }
}
    fragment CallFields on ApiCall {
  id
  time
  cluster
  eventName
  action
  verb
  resource
  apiGroup
  subresource
  namespace
  name
  code
  status
  reason
  decision
  sourceIp
  sourceIps
  groups
  user
  cloudUser
  cloudUserDetail
  impersonatedUser
  client
  userAgent
  uri
  command
  container
  level
  stage
  auditId
  pathId
}`) as unknown as TypedDocumentString<CallQuery, CallQueryVariables>;
export const AlertsDocument = new TypedDocumentString(`
    query Alerts($search: String!, $status: [AlertStatus!], $severity: [Severity!], $kind: [DetectionKind!], $first: Int!, $after: String) {
  alerts(
    search: $search
    status: $status
    severity: $severity
    kind: $kind
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        ...AlertFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment AlertFields on Alert {
  id
  code
  detection
  kind
  severity
  technique
  title
  status
  cluster
  who
  what
  where
  firstSeen
  lastSeen
  occurrences
  meaning
}`) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const AlertDocument = new TypedDocumentString(`
    query Alert($id: ID!) {
  alert(id: $id) {
    ...AlertFields
    thing
    risk
    facets {
      addresses {
        ...FacetFields
      }
      clients {
        ...FacetFields
      }
      objects {
        ...FacetFields
      }
    }
    triage
    usual
    why
    calls(first: 50) {
      ...CallFields
    }
    evidencePath {
      key
      name
      className
      calls
      of
    }
  }
}
    fragment CallFields on ApiCall {
  id
  time
  cluster
  eventName
  action
  verb
  resource
  apiGroup
  subresource
  namespace
  name
  code
  status
  reason
  decision
  sourceIp
  sourceIps
  groups
  user
  cloudUser
  cloudUserDetail
  impersonatedUser
  client
  userAgent
  uri
  command
  container
  level
  stage
  auditId
  pathId
}
fragment AlertFields on Alert {
  id
  code
  detection
  kind
  severity
  technique
  title
  status
  cluster
  who
  what
  where
  firstSeen
  lastSeen
  occurrences
  meaning
}
fragment FacetFields on Facet {
  name
  calls
  firstSeen
  lastSeen
}`) as unknown as TypedDocumentString<AlertQuery, AlertQueryVariables>;
export const DetectionsDocument = new TypedDocumentString(`
    query Detections($kind: [DetectionKind!], $search: String!) {
  detections(kind: $kind, search: $search) {
    code
    slug
    kind
    severity
    title
    technique
    on
    needs
    window
    meaning
    triage
    usual
    state
    alerts
  }
}
    `) as unknown as TypedDocumentString<DetectionsQuery, DetectionsQueryVariables>;
export const ClustersDocument = new TypedDocumentString(`
    query Clusters {
  clusters {
    name
    firstSeen
    lastSeen
    calls
  }
}
    `) as unknown as TypedDocumentString<ClustersQuery, ClustersQueryVariables>;
export const NoiseDocument = new TypedDocumentString(`
    query Noise($from: DateTime, $to: DateTime, $clusters: [String!], $step: Int!) {
  noise(from: $from, to: $to, clusters: $clusters) {
    rule
    title
    calls
    overTime(step: $step) {
      start
      calls
    }
  }
  noiseRules {
    name
    title
    on
    fixed
    verbs
    resources
    notResources
    users
    notUsers
    succeeded
    notDenied
  }
}
    `) as unknown as TypedDocumentString<NoiseQuery, NoiseQueryVariables>;
export const DroppedDocument = new TypedDocumentString(`
    query Dropped($rule: String!, $clusters: [String!]) {
  dropped(rule: $rule, clusters: $clusters, first: 50) {
    cluster
    time
    sourceIp
    user
    action
    resource
    name
    status
    text
  }
}
    `) as unknown as TypedDocumentString<DroppedQuery, DroppedQueryVariables>;
export const RejectedDocument = new TypedDocumentString(`
    query Rejected($clusters: [String!], $first: Int!, $after: String) {
  rejected(clusters: $clusters, first: $first, after: $after, newestFirst: true) {
    total
    records {
      id
      cluster
      source
      line
      reason
      written
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<RejectedQuery, RejectedQueryVariables>;
export const RejectedRecordDocument = new TypedDocumentString(`
    query RejectedRecord($id: ID!) {
  rejectedRecord(id: $id) {
    id
    cluster
    source
    line
    reason
    raw
    written
  }
}
    `) as unknown as TypedDocumentString<RejectedRecordQuery, RejectedRecordQueryVariables>;
export const ProblemsDocument = new TypedDocumentString(`
    query Problems {
  problems {
    subject
    text
  }
}
    `) as unknown as TypedDocumentString<ProblemsQuery, ProblemsQueryVariables>;