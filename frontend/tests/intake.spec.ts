// What was taken, dropped and rejected: counts by rule, what a rule dropped lately, records that could not be read.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { answer } from "./graph";
import { SENDER } from "./sign-in";

interface Count {
  rule: string;
  title: string;
  calls: number;
}

async function noise(page: Page, range = ""): Promise<Count[]> {
  const query = `{ noise${range} { rule title calls } }`;
  const response = await page.request.post("/graphql", { data: { query } });
  return ((await response.json()) as { data: { noise: Count[] } }).data.noise;
}

// The list of rejected records is the server's: tests that add to it take turns.
test.describe.configure({ mode: "default" });

// An event in everything but its time.
const broken = (note: string) => ({
  auditID: note,
  stage: "ResponseComplete",
  requestURI: "/api/v1/pods",
  verb: "list",
  user: { username: "eve" },
  requestReceivedTimestamp: note,
});

async function postBroken(page: Page, notes: string[]) {
  const items = notes.map(broken);
  const response = await page.request.post("/v1/audit", { headers: SENDER, data: { kind: "EventList", items } });
  expect(response.ok()).toBe(true);
}

const rows = (page: Page, table: string): Locator => page.getByRole("grid", { name: table }).locator("tbody tr");
const details = (page: Page) => page.getByRole("complementary", { name: "Details" });

test("every rule with what it dropped, as the server counts it", async ({ page }) => {
  await page.goto("/intake");
  const found = await noise(page);
  const poly = await answer(page);
  expect(found.length).toBeGreaterThan(3);
  const dropped = found.reduce((sum, { calls }) => sum + calls, 0).toLocaleString("en-US");
  await expect(page.getByTestId("intake")).toContainText(`${poly.calls.toLocaleString("en-US")} calls taken`);
  await expect(page.getByTestId("intake")).toContainText(`${dropped} dropped`);
  for (const [at, { rule, title, calls }] of found.entries()) {
    const row = rows(page, "Noise rules").nth(at);
    await expect(row.getByRole("gridcell")).toContainText([title, rule, calls.toLocaleString("en-US"), "", "on"]);
    await expect(row.getByRole("img")).toHaveAccessibleName(/^At most [\d,]+ in one/);
    expect(await row.locator("rect").count()).toBeGreaterThan(0);
  }
  // rules that dropped nothing are listed too
  await expect(rows(page, "Noise rules").last().locator(".num")).toHaveText("0");
  await expect(rows(page, "Noise rules").last()).toContainText("always");
});

test("the range narrows the counts", async ({ page }) => {
  await page.goto("/intake");
  const total = (await noise(page)).find(({ rule }) => rule === "leases")?.calls ?? 0;
  const range = { from: "2026-11-23T12:00:00Z", to: "2026-11-23T13:00:00Z" };
  const part = (await noise(page, `(from: "${range.from}", to: "${range.to}")`)).find(({ rule }) => rule === "leases");
  expect(part?.calls).toBeLessThan(total);
  await page.goto(`/intake?${new URLSearchParams(range)}`);
  const row = rows(page, "Noise rules").filter({ hasText: "leases" }).first();
  await expect(row.locator(".num")).toHaveText(part?.calls.toLocaleString("en-US") ?? "");
});

test("by keyboard: a rule, how it is switched, and the records that it dropped in the last hour", async ({ page }) => {
  await page.goto("/intake");
  await expect(rows(page, "Noise rules").first()).toBeVisible();
  const titles = await rows(page, "Noise rules").locator("td:first-child").allTextContents();
  await page.getByRole("grid", { name: "Noise rules" }).focus();
  for (let at = titles.indexOf("Leases renewed and read by components"); at > 0; at--)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sel=noise/);
  const panel = details(page);
  await expect(panel.getByRole("term").filter({ hasText: "Resources" })).toBeVisible();
  await expect(panel.locator("pre").first()).toHaveText(`GRAPHSVC_NOISE_OFF='["leases"]'`);
  await expect(panel.locator(".sample")).toHaveCount(50);
  await panel.locator(".sample summary").first().focus();
  await page.keyboard.press("Enter");
  const text = panel.locator(".sample[open] pre");
  await expect(text).toBeVisible();
  const record = JSON.parse((await text.textContent()) ?? "") as { objectRef: { resource: string } };
  expect(record.objectRef.resource).toBe("leases");
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("a rule that dropped nothing says so, and another rule never shows the last one's records", async ({ page }) => {
  await page.goto("/intake?sel=noise:leases");
  await expect(details(page).locator(".sample")).toHaveCount(50);
  await page.getByRole("gridcell", { name: "Lines of the API server's own log" }).click();
  await expect(details(page).getByText("Nothing.")).toBeVisible();
  await expect(details(page).getByText("It has no switch")).toBeVisible();
  await expect(details(page).locator(".sample")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a record that cannot be read: reason, place, text as text, ${colorScheme}`, async ({ page }) => {
    const note = `<img src=x>${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    await postBroken(page, [note]);
    const row = rows(page, "Rejected records").filter({ hasText: colorScheme });
    await expect(async () => {
      await page.goto("/intake");
      await expect(row).toHaveCount(1, { timeout: 1_000 });
    }).toPass();
    await expect(row).toContainText("requestReceivedTimestamp is not a time");
    await expect(row).toContainText("webhook");
    await row.click();
    await expect(page).toHaveURL(/sel=rejected/);
    const panel = details(page);
    await expect(panel.locator("pre").first()).toHaveText(JSON.stringify(broken(note), null, 2));
    await expect(panel.getByText("graphsvc rejected --replay")).toBeVisible();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).toBe("Intake · graphsvc");
    await expectAccessible(page);
  });
}

test("a narrow window shows all of it", async ({ page }) => {
  for (const width of [1280, 760, 700]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/intake");
    await expect(rows(page, "Noise rules").first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^Time range/ })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const theme = await page.getByRole("button", { name: /theme/ }).boundingBox();
    const later = await page.getByRole("button", { name: "Later" }).boundingBox();
    expect((later?.x ?? 0) + (later?.width ?? 0)).toBeLessThanOrEqual(theme?.x ?? 0);
  }
});

const NOTES = Array.from({ length: 120 }, (_, at) => `page by page ${at}`);

interface Rejected {
  id: string;
  raw: string;
  written: string;
}

async function newestRejected(page: Page): Promise<Rejected[]> {
  const query = "{ rejected(first: 200, newestFirst: true) { records { id raw written } } }";
  const { data } = await (await page.request.post("/graphql", { data: { query } })).json();
  return data.rejected.records as Rejected[];
}

test("long lists of rejected records come page by page, newest first, with their time", async ({ page }) => {
  await postBroken(page, NOTES);
  await expect.poll(async () => (await newestRejected(page))[0]?.raw).toContain("page by page");
  await postBroken(page, ["the latest"]);
  await expect.poll(async () => (await newestRejected(page))[0]?.raw).toContain("the latest");
  await page.goto("/intake");
  const own = rows(page, "Rejected records");
  await expect(page.getByText(/^100 of [\d,]+ shown/)).toBeVisible();
  await expect(own.first()).toContainText("the latest");
  await expect(own.nth(1)).toContainText("page by page");
  const { written } = (await newestRejected(page))[0] as Rejected;
  expect(Math.abs(Date.now() - Date.parse(written))).toBeLessThan(3_600_000);
  await expect(own.first().getByRole("gridcell").first()).toContainText(written.slice(11, 19));
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(page.getByText(/^100 of/)).toHaveCount(0);
  await page.getByRole("grid", { name: "Rejected records" }).focus();
  for (let row = 0; row < NOTES.length; row++) await page.keyboard.press("ArrowDown");
  await expect(own.and(page.locator(`[aria-rowindex="${NOTES.length + 2}"]`))).toContainText("page by page");
  await page.keyboard.press("Home");
  await expect(own.first()).toContainText("the latest");
});

test("a link to a rejected record works wherever it stands in the list", async ({ page }) => {
  await postBroken(page, NOTES);
  let far: Rejected | undefined;
  await expect(async () => {
    far = (await newestRejected(page))[110];
    expect(far).toBeDefined();
  }).toPass();
  const { id, raw, written } = far as Rejected;
  await page.goto(`/intake?sel=rejected:${id}`);
  const panel = details(page);
  await expect(panel.locator("pre").first()).toHaveText(JSON.stringify(JSON.parse(raw), null, 2));
  await expect(panel.getByText(`${written.slice(11, 23)} UTC`)).toBeVisible();
  await expect(page.getByText(/^100 of [\d,]+ shown/)).toBeVisible();
  await expect(rows(page, "Noise rules").first()).toBeVisible();
  await expectAccessible(page);
});

test("a link to a rejected record that is gone says so, one that could not be loaded is tried again", async ({
  page,
}) => {
  await page.goto("/intake?sel=rejected:nothing");
  await expect(details(page).getByRole("heading", { name: "This record is not kept" })).toBeVisible();
  let isAway = true;
  await page.route("**/graphql", (route) =>
    isAway && route.request().postData()?.includes("query RejectedRecord")
      ? route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: "away" } } })
      : route.continue(),
  );
  await page.goto("/intake?sel=rejected:nothing");
  await expect(details(page).getByText("The record could not be loaded")).toBeVisible();
  isAway = false;
  await details(page).getByRole("button", { name: "Try again" }).click();
  await expect(details(page).getByRole("heading", { name: "This record is not kept" })).toBeVisible();
});

test("rows of both tables open and close by mouse and keyboard", async ({ page }) => {
  await postBroken(page, ["open and close"]);
  await expect.poll(async () => (await newestRejected(page)).length).toBeGreaterThan(0);
  await page.goto("/intake");
  for (const table of ["Noise rules", "Rejected records"]) {
    const row = rows(page, table).first();
    await row.getByRole("gridcell").last().click();
    await expect(details(page)).toBeVisible();
    await expect(row).toHaveAttribute("aria-selected", "true");
    await row.click();
    await expect(details(page)).toHaveCount(0);
    await page.getByRole("grid", { name: table }).press("Enter");
    await expect(row).toHaveAttribute("aria-selected", "true");
    await page.getByRole("grid", { name: table }).press("Space");
    await expect(details(page)).toHaveCount(0);
  }
});

test("each cluster has a receipt that says how whole its log is", async ({ page }) => {
  await page.goto("/intake");
  const query = "{ receipts { cluster told heartbeats holes } }";
  const response = await page.request.post("/graphql", { data: { query } });
  const { receipts } = ((await response.json()) as { data: { receipts: Record<string, string | number>[] } }).data;
  expect(receipts.length).toBeGreaterThan(1);
  for (const [at, { cluster, told, heartbeats }] of receipts.entries()) {
    const row = page.getByTestId("receipts").locator("details").nth(at);
    await expect(row.locator("summary")).toContainText(`${cluster}`);
    await row.locator("summary").click();
    await expect(row).toContainText(`${told}`);
    await expect(row).toContainText(Number(heartbeats).toLocaleString("en-US"));
  }
  await expectAccessible(page, "receipts");
  await page.goto("/intake?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
  await expect(page.getByTestId("receipts").locator("summary").first()).toContainText("nobody can know");
});
