/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Receipts($from: DateTime, $to: DateTime, $clusters: [String!]) {\n  receipts(from: $from, to: $to, clusters: $clusters) {\n    cluster\n    state\n    told\n    from\n    to\n    heartbeats\n    reportedLost\n    neverEnded\n    underWay\n    holes\n    latestHoles(first: 20) {\n      from\n      to\n      kind\n      told\n    }\n  }\n}\n\nquery Coverage {\n  coverage {\n    cluster\n    fed\n    partly\n    blind\n    unknown\n    detections(state: [PARTLY, BLIND, UNKNOWN]) {\n      code\n      title\n      state\n      why\n    }\n    invisible {\n      what\n      why\n    }\n  }\n}\n\nquery Stories($search: String!, $status: [AlertStatus!], $severity: [Severity!], $kind: [DetectionKind!], $first: Int!, $after: String) {\n  stories(\n    search: $search\n    status: $status\n    severity: $severity\n    kind: $kind\n    first: $first\n    after: $after\n  ) {\n    edges {\n      node {\n        id\n        sentence\n        risk\n        severity\n        who\n        clusters\n        firstSeen\n        lastSeen\n        alerts {\n          id\n          code\n          severity\n          title\n          thing\n          who\n          risk\n          firstSeen\n          occurrences\n        }\n      }\n    }\n    total\n    complete\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Acts {\n  acts(first: 200) {\n    acts {\n      time\n      did\n      who\n      name\n      on\n      address\n      times\n    }\n  }\n}": typeof types.ReceiptsDocument,
};
const documents: Documents = {
    "query Receipts($from: DateTime, $to: DateTime, $clusters: [String!]) {\n  receipts(from: $from, to: $to, clusters: $clusters) {\n    cluster\n    state\n    told\n    from\n    to\n    heartbeats\n    reportedLost\n    neverEnded\n    underWay\n    holes\n    latestHoles(first: 20) {\n      from\n      to\n      kind\n      told\n    }\n  }\n}\n\nquery Coverage {\n  coverage {\n    cluster\n    fed\n    partly\n    blind\n    unknown\n    detections(state: [PARTLY, BLIND, UNKNOWN]) {\n      code\n      title\n      state\n      why\n    }\n    invisible {\n      what\n      why\n    }\n  }\n}\n\nquery Stories($search: String!, $status: [AlertStatus!], $severity: [Severity!], $kind: [DetectionKind!], $first: Int!, $after: String) {\n  stories(\n    search: $search\n    status: $status\n    severity: $severity\n    kind: $kind\n    first: $first\n    after: $after\n  ) {\n    edges {\n      node {\n        id\n        sentence\n        risk\n        severity\n        who\n        clusters\n        firstSeen\n        lastSeen\n        alerts {\n          id\n          code\n          severity\n          title\n          thing\n          who\n          risk\n          firstSeen\n          occurrences\n        }\n      }\n    }\n    total\n    complete\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Acts {\n  acts(first: 200) {\n    acts {\n      time\n      did\n      who\n      name\n      on\n      address\n      times\n    }\n  }\n}": types.ReceiptsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Receipts($from: DateTime, $to: DateTime, $clusters: [String!]) {\n  receipts(from: $from, to: $to, clusters: $clusters) {\n    cluster\n    state\n    told\n    from\n    to\n    heartbeats\n    reportedLost\n    neverEnded\n    underWay\n    holes\n    latestHoles(first: 20) {\n      from\n      to\n      kind\n      told\n    }\n  }\n}\n\nquery Coverage {\n  coverage {\n    cluster\n    fed\n    partly\n    blind\n    unknown\n    detections(state: [PARTLY, BLIND, UNKNOWN]) {\n      code\n      title\n      state\n      why\n    }\n    invisible {\n      what\n      why\n    }\n  }\n}\n\nquery Stories($search: String!, $status: [AlertStatus!], $severity: [Severity!], $kind: [DetectionKind!], $first: Int!, $after: String) {\n  stories(\n    search: $search\n    status: $status\n    severity: $severity\n    kind: $kind\n    first: $first\n    after: $after\n  ) {\n    edges {\n      node {\n        id\n        sentence\n        risk\n        severity\n        who\n        clusters\n        firstSeen\n        lastSeen\n        alerts {\n          id\n          code\n          severity\n          title\n          thing\n          who\n          risk\n          firstSeen\n          occurrences\n        }\n      }\n    }\n    total\n    complete\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Acts {\n  acts(first: 200) {\n    acts {\n      time\n      did\n      who\n      name\n      on\n      address\n      times\n    }\n  }\n}"): typeof import('./graphql').ReceiptsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
