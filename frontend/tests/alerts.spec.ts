// Alerts: the list and its filters, the alert with its answers, its calls and its paths in the graph.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { answer, drawn, openGraph, ready } from "./graph";

test("the list filters, the panel answers who, what, when, where, why", async ({ page }) => {
  await page.goto("/alerts?tab=alerts");
  const rows = page.locator("table.alerts tbody tr");
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  const severity = (await rows.first().locator(".sev").textContent()) ?? "";
  await page.getByRole("button", { name: "Severity filter" }).click();
  await page.getByRole("checkbox", { name: severity }).check();
  await expect(page).toHaveURL(/sev=/);
  await expect.poll(async () => new Set(await rows.locator(".sev").allTextContents()).size).toBe(1);
  expect(await rows.count()).toBeLessThanOrEqual(all);
  await page.keyboard.press("Escape");
  await rows.first().click();
  const panel = page.getByRole("complementary", { name: "Details" });
  for (const word of ["Who", "What", "When", "Where", "Why"])
    await expect(panel.getByRole("term").filter({ hasText: word })).toBeVisible();
  await expect(panel.locator(".small-table tbody tr").first()).toBeVisible();
});

test("only these paths narrows graph, timeline, tables and counts alike", async ({ page }) => {
  await openGraph(page);
  const poly = await answer(page);
  const alert = poly.alerts[0];
  if (!alert) throw new Error("the demo has no alert");
  await openGraph(page, `/?sel=${encodeURIComponent(`alert:${alert.id}`)}`);
  const narrow = await answer(page, `?search=alert:${alert.id}`);
  const wanted = narrow.calls;
  await expect(page.locator('.anchor:not([data-lit="0"])[data-lit]').first()).toBeAttached();
  const litStatus = (await drawn(page))
    .filter(({ id }) => id.startsWith("status"))
    .reduce((sum, { lit }) => sum + (lit ?? 0), 0);
  expect(litStatus).toBe(wanted);
  await page.getByRole("button", { name: "Only these paths" }).click();
  await expect(page).toHaveURL(/only=/);
  await expect(page.getByTestId("calls")).toHaveText(`${wanted.toLocaleString("en-US")} calls`);
  await expect(page.locator(".sum")).toContainText(`${narrow.paths} path`);
  await expect(page.getByRole("tab", { name: /API Calls/ })).toContainText(wanted.toLocaleString("en-US"));
  await expect(page.getByRole("tab", { name: /Error Events/ })).toContainText(narrow.errors.toLocaleString("en-US"));
  await expect(page.getByRole("tab", { name: /Alerts/ })).toContainText(String(narrow.alerts.length));
  await ready(page);
  await page.goBack();
  await expect(page.getByTestId("calls")).toHaveText(`${poly.calls.toLocaleString("en-US")} calls`);
});

test("the alerts under the graph are those of the drawn paths", async ({ page }) => {
  // Few enough that the window of the table shows all of them.
  await openGraph(page, "/?q=action%3A%3Dport-forward&tab=alerts");
  const poly = await answer(page, "?search=action%3A%3Dport-forward");
  expect(poly.alerts.length).toBeGreaterThan(0);
  await expect(page.getByRole("tab", { name: /Alerts/ })).toContainText(String(poly.alerts.length));
  await expect(page.locator("table.alerts tbody tr")).toHaveCount(poly.alerts.length);
});

test("from the alerts page to the graph", async ({ page }) => {
  await page.goto("/alerts?tab=alerts");
  await page.locator("table.alerts tbody tr").first().click();
  await page.getByRole("button", { name: "Only these paths" }).click();
  await expect(page).toHaveURL(/^[^?]*\/\?.*only=/);
  await ready(page);
  await expect(page.getByRole("button", { name: "All paths" }).first()).toBeVisible();
});

test("the evidence path has the same true counts wherever the alert is opened", async ({ page }) => {
  await page.goto("/alerts?tab=alerts");
  await page.locator("table.alerts tbody tr").first().click();
  const steps = page.getByRole("complementary", { name: "Details" }).locator(".trail li");
  await expect(steps).toHaveCount(8);
  const told = await steps.allTextContents();
  const id = new URL(page.url()).searchParams.get("sel") ?? "";
  for (const address of [`/?sel=${id}`, `/?q=nothing-has-this&sel=${id}`, `/?only=${id.slice(6)}&sel=${id}`]) {
    await page.goto(address);
    await expect(steps).toHaveCount(8);
    expect(await steps.allTextContents()).toEqual(told);
  }
});

test("values of the list can be asked for and copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/alerts?tab=alerts");
  const cell = page.locator("table.alerts tbody tr").first().locator("td");
  const [code, cluster] = [(await cell.nth(2).textContent()) ?? "", (await cell.nth(7).textContent()) ?? ""];
  await page.getByRole("grid", { name: "Alerts" }).focus();
  for (const key of ["ArrowRight", "ArrowRight", "c"]) await page.keyboard.press(key);
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await cell.nth(7).hover();
  await page.getByRole("button", { name: `Only ${cluster}` }).click();
  await expect(page).toHaveURL(/q=cluster/);
  await expect
    .poll(async () => new Set(await page.locator("table.alerts td:nth-child(8)").allTextContents()).size)
    .toBe(1);
  await cell.nth(2).hover();
  await page.getByRole("button", { name: `Only ${code}` }).click();
  await expect(page).toHaveURL(new RegExp(`code=${code}`));
});

test("alerts that belong together are one story, worst first, and open at the side", async ({ page }) => {
  await page.goto("/alerts");
  const stories = page.locator(".story");
  await expect(stories.first()).toBeVisible();
  const risks = (await stories.locator(".risk").allTextContents()).map(Number);
  expect(risks).toEqual([...risks].sort((a, b) => b - a));
  const lines = stories.first().locator(".alert-line");
  await expect(lines.first()).toBeVisible();
  await expect(stories.first().locator("summary .num")).toHaveText(new RegExp(`^${await lines.count()} alert`));
  await stories.first().locator(".quieter summary").click();
  const title = (await lines.first().locator(".name").first().textContent()) ?? "";
  await lines.first().click();
  const panel = page.getByRole("complementary", { name: "Details" });
  await expect(panel.getByRole("heading", { name: title })).toBeVisible();
  await page.getByRole("button", { name: "Severity filter" }).click();
  await page.getByRole("checkbox", { name: "critical" }).check();
  await page.keyboard.press("Escape");
  await expect.poll(() => stories.count()).toBeLessThan(risks.length);
  await page.getByRole("button", { name: "One by one" }).click();
  await expect(page.locator("table.alerts tbody tr").first()).toBeVisible();
  await page.goBack();
  await expect(stories.first()).toBeVisible();
});

test("detections and clusters are listed", async ({ page }) => {
  await page.goto("/detections");
  await expect(page.locator(".detection").first()).toBeVisible();
  await page.locator(".detection summary").first().click();
  await expect(page.locator(".detection[open] dl")).toBeVisible();
  const firing = page.locator(".detection").filter({ hasNotText: "0 alerts" }).last();
  const code = (await firing.locator("summary .quiet").textContent()) ?? "";
  await firing.locator("summary").click();
  await firing.getByRole("button", { name: /^Show/ }).click();
  await expect(page.locator("table.alerts tbody tr").first()).toContainText(code);
  await page.goto("/clusters");
  await expect(page.getByRole("table").first().getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("link", { name: /^Neo4j Browser/ })).toHaveAttribute("href", "/browser/");
});

test("each cluster says which detections its log can feed, and why it cannot feed the others", async ({ page }) => {
  await page.goto("/detections");
  const query = "{ coverage { cluster fed blind detections(state: [BLIND]) { code why } } }";
  const response = await page.request.post("/graphql", { data: { query } });
  interface Told {
    cluster: string;
    fed: number;
    detections: { code: string; why: string }[];
  }
  const told = ((await response.json()) as { data: { coverage: Told[] } }).data.coverage;
  expect(told.length).toBeGreaterThan(1);
  for (const [at, { cluster, fed, detections }] of told.entries()) {
    const row = page.getByTestId("coverage").locator("details").nth(at);
    await expect(row.locator("summary")).toContainText(`The log of ${cluster}feeds ${fed} of `);
    await row.locator("summary").click();
    for (const { code, why } of detections) {
      await expect(row).toContainText(code);
      await expect(row).toContainText(why);
    }
  }
  await page.getByText("What no audit log shows").click();
  await expect(page.getByTestId("coverage")).toContainText("Static pods");
  await expectAccessible(page, "coverage");
});
