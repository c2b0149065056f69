// One call in the panel: its path in the picture and back, what its bodies say, what can be done with its values.
import { expect, type Page, test } from "@playwright/test";
import { answer, drawn, names, openGraph, ready } from "./graph";

const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
const row = (page: Page, at = 0) => page.locator("table.calls tbody tr").nth(at);

test("a row lights its path, and the path leads back to all of its calls", async ({ page }) => {
  await openGraph(page, "/?q=kind%3Asecrets");
  await row(page).click();
  await expect(panel(page).getByText("Audit ID")).toBeVisible();
  await expect(page.locator('.anchor[data-lit]:not([data-lit="0"])').first()).toBeAttached();
  const lit = (await drawn(page)).filter((node) => node.lit && node.id.startsWith("status"));
  expect(lit).toHaveLength(1);
  await panel(page).getByRole("button", { name: "All calls like this" }).click();
  await expect(page).toHaveURL(/agent/);
  await ready(page);
  const found = await answer(page, `?search=${encodeURIComponent(new URL(page.url()).searchParams.get("q") ?? "")}`);
  expect(found.paths).toBe(1);
  expect(found.calls).toBe(lit[0]?.lit);
  await page.goBack();
  await expect(page).toHaveURL(/q=kind%3Asecrets&sel=call/);
});

test("what the bodies say stands before the values, the raw event last", async ({ page }) => {
  await openGraph(page, "/?q=action%3ACreateRoleBinding_ToClusterAdmin");
  await row(page).click();
  const short = panel(page)
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "In short" }) });
  await expect(short.getByRole("term")).toHaveText(["Subjects", "Role"]);
  await expect(short.getByRole("definition").last()).toHaveText("ClusterRole cluster-admin");
  const heads = await panel(page).getByRole("heading", { level: 3 }).allTextContents();
  expect(heads[0]?.trim()).toBe("In short");
  expect(heads.at(-1)?.trim()).toBe("Event");
});

test("a value of the panel can be asked for and kept away; five minutes around the call", async ({ page }) => {
  await openGraph(page);
  await row(page).click();
  const value = panel(page).locator(".value").nth(1);
  const name = (await value.textContent()) ?? "";
  await value.click();
  await page.getByRole("button", { name: "Only this" }).click();
  await expect(page).toHaveURL(/q=user/);
  await ready(page);
  const found = await answer(page, `?search=${encodeURIComponent(new URL(page.url()).searchParams.get("q") ?? "")}`);
  expect(names(found, "user")).toEqual([name]);
  await value.click();
  await page.getByRole("button", { name: "Exclude" }).click();
  await expect(page).toHaveURL(/q=-user/);
  await panel(page).getByRole("button", { name: "± 5 minutes" }).click();
  const range = new URL(page.url()).searchParams;
  expect(Date.parse(range.get("to") ?? "") - Date.parse(range.get("from") ?? "")).toBe(600_000);
});

test.describe("elsewhere", () => {
  test.use({ timezoneId: "Asia/Kathmandu" });
  test("the clock of who looks stands beside UTC", async ({ page }) => {
    await openGraph(page);
    await expect(row(page).locator("td").first()).toHaveAttribute("title", /UTC\n.*GMT\+5:45/);
    await row(page).click();
    await expect(panel(page).getByText(/GMT\+5:45/)).toBeVisible();
  });
});
