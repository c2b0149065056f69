// Calls that no demo has: as many as wanted, of any text, page by page as the server gives them.
import type { Page } from "@playwright/test";

export interface MadeCall {
  [field: string]: unknown;
}

const EMPTY = {
  cluster: "made",
  eventName: "ListPods",
  action: "ListPods",
  verb: "list",
  resource: "pods",
  apiGroup: "",
  subresource: "",
  namespace: "shop",
  name: "",
  code: 200,
  status: "200 OK",
  reason: "",
  decision: "allow",
  sourceIp: "10.0.0.1",
  sourceIps: ["10.0.0.1"],
  groups: [],
  user: "eve",
  cloudUser: "",
  cloudUserDetail: null,
  impersonatedUser: "",
  client: "kubectl",
  userAgent: "kubectl/1.30",
  uri: "/api/v1/pods",
  command: "",
  container: "",
  level: "Metadata",
  stage: "ResponseComplete",
  auditId: "",
  pathId: "1",
};

// Newest first, `apart` milliseconds from one to the next.
export async function makeCalls(page: Page, count: number, part: (at: number) => MadeCall = () => ({}), apart = 1000) {
  const newest = Date.parse("2026-11-23T12:00:00Z");
  await page.route("**/graphql", async (route) => {
    const { query, variables } = route.request().postDataJSON() as {
      query: string;
      variables: { first: number; after: string | null };
    };
    if (!query.includes("query ApiCalls")) return route.fallback();
    const start = Number(variables.after ?? 0);
    const end = Math.min(count, start + variables.first);
    const edges = Array.from({ length: Math.max(0, end - start) }, (_, index) => {
      const at = start + index;
      const time = new Date(newest - at * apart).toISOString();
      return { cursor: String(at + 1), node: { ...EMPTY, id: `made-${at}`, time, auditId: `made-${at}`, ...part(at) } };
    });
    const pageInfo = { hasNextPage: end < count, endCursor: String(end) };
    await route.fulfill({ json: { data: { apiCalls: { edges, pageInfo, searchedBackTo: null } } } });
  });
}
