// What only odd calls have, posted here: a time that cannot be, bodies left out, names that are too many for paths.
// Runs after the other tests: the calls would change the counts that those compare.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { SENDER } from "./sign-in";

// An hour of a cluster has room for 1,000 new paths of refused calls.
const ROOM = 1_000;
const TIME = "1999-12-31T23:59:59.000000Z";

const guess = (at: number) => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  level: "Metadata",
  auditID: `guess-${at}`,
  stage: "ResponseComplete",
  requestURI: `/api/v1/namespaces/guess-${at}/pods`,
  verb: "list",
  user: { username: "guesser", groups: ["system:authenticated"] },
  sourceIPs: ["192.0.2.7"],
  userAgent: "guess/1.0",
  objectRef: { resource: "pods", namespace: `guess-${at}`, apiVersion: "v1" },
  responseStatus: { metadata: {}, code: 403 },
  requestReceivedTimestamp: TIME,
  stageTimestamp: TIME,
  annotations: { "audit.k8s.io/truncated": "true" },
});

interface Call {
  id: string;
  folded: string[];
}

async function calls(page: Page, search: string): Promise<Call[]> {
  const query = "query ($search: String!) { apiCalls(search: $search, first: 200) { edges { node { id folded } } } }";
  const { data } = await (await page.request.post("/graphql", { data: { query, variables: { search } } })).json();
  return (data.apiCalls.edges as { node: Call }[]).map(({ node }) => node);
}

const details = (page: Page) => page.getByRole("complementary", { name: "Details" });
const value = (page: Page, name: string) =>
  details(page).getByText(name, { exact: true }).locator("xpath=following-sibling::dd");

test("the panel of a call tells what its place in the graph does not", async ({ page }) => {
  const items = Array.from({ length: ROOM + 10 }, (_, at) => guess(at));
  expect((await page.request.post("/v1/audit", { headers: SENDER, data: { kind: "EventList", items } })).ok()).toBe(
    true,
  );
  let odd: Call | undefined;
  await expect(async () => {
    odd = (await calls(page, "guesser")).find(({ folded }) => folded.length);
    expect(odd).toBeDefined();
  }).toPass();
  await page.goto(`/?sel=call:${odd?.id}`);
  await expect(value(page, "Claimed")).toHaveText("31 Dec 1999, 23:59:59.000 UTC, which cannot be");
  await expect(value(page, "Time")).toContainText(String(new Date().getUTCFullYear()));
  await expect(value(page, "Truncated")).toHaveText("bodies were left out, or the record was cut");
  await expect(value(page, "Folded")).toHaveText(/namespace=guess-\d+.*; too many were made up$/);
  await expect(details(page).locator("pre.json").last()).toContainText(`"requestReceivedTimestamp": "${TIME}"`);
  await expectAccessible(page);
});

test("the panel of an ordinary call says nothing of that", async ({ page }) => {
  const [plain] = await calls(page, "exec -guesser");
  await page.goto(`/?sel=call:${plain?.id}`);
  await expect(value(page, "Audit ID")).toBeVisible();
  for (const name of ["Claimed", "Truncated", "Folded"]) await expect(value(page, name)).toHaveCount(0);
});
