// Tables of any length: what is in the document, the keyboard, marks, what can be done with a value, reload.
import { expect, type Page, test } from "@playwright/test";
import { answer, names, openGraph, ready } from "./graph";
import { makeCalls } from "./table";

const grid = (page: Page) => page.getByRole("grid", { name: "Calls" });
const list = (page: Page) => page.locator(".tab-panel .scroll");
const scrollTo = (page: Page, top: number) => list(page).evaluate((one, to) => one.scrollTo(0, to), top);
const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll(".lower *").length);

test("ten thousand rows are a few hundred nodes, and a row click draws no more", async ({ page }) => {
  await makeCalls(page, 10_000, (at) => ({ name: `pod-${at}` }));
  await openGraph(page);
  for (let rows = 100; rows < 10_000; ) {
    await scrollTo(page, 1e9);
    await expect
      .poll(() => grid(page).locator("tbody tr").last().getAttribute("aria-rowindex").then(Number))
      .toBeGreaterThan(rows);
    rows = Number(await grid(page).locator("tbody tr").last().getAttribute("aria-rowindex"));
    expect(await nodes(page)).toBeLessThan(2_000);
  }
  await expect(grid(page).getByText("pod-9999")).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "10001");
  await page.evaluate(() => {
    const counter = { changed: 0 };
    Object.assign(window, { counter });
    new MutationObserver((changes) => {
      counter.changed += changes.length;
    }).observe(document.querySelector(".lower") as Node, { subtree: true, childList: true, attributes: true });
  });
  await grid(page).getByText("pod-9990").click();
  await expect(grid(page).locator("tr.chosen")).toHaveCount(1);
  expect(
    await page.evaluate(() => (window as unknown as { counter: { changed: number } }).counter.changed),
  ).toBeLessThan(50);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(2_500);
});

test("the heads stay in sight, and the first row is whole under them", async ({ page }) => {
  await makeCalls(page, 300);
  await openGraph(page);
  await scrollTo(page, 1_000);
  // Both at one moment: the lists move down when the graph above them gets its room.
  const apart = () =>
    list(page).evaluate((frame) => {
      const head = frame.querySelector("[role=columnheader], th") as Element;
      return Math.round(head.getBoundingClientRect().y - frame.getBoundingClientRect().y);
    });
  await expect.poll(apart).toBe(0);
});

test("one Tab stop; arrows, pages and ends move; Enter opens and closes; the row stays in sight", async ({ page }) => {
  await makeCalls(page, 1_000, (at) => ({ name: `pod-${at}` }));
  await openGraph(page);
  await page.keyboard.press("t");
  await expect(grid(page)).toBeFocused();
  const current = () =>
    grid(page).evaluate((one) =>
      document
        .getElementById(one.getAttribute("aria-activedescendant") ?? "")
        ?.closest("tr")
        ?.getAttribute("aria-rowindex"),
    );
  for (const [key, row] of [
    ["ArrowDown", "3"],
    ["ArrowUp", "2"],
    ["End", "101"],
    ["Home", "2"],
    ["PageDown", ""],
  ] as const) {
    await page.keyboard.press(key);
    if (row) expect(await current()).toBe(row);
    await expect(grid(page).locator("td.at")).toBeInViewport({ ratio: 0.9 });
  }
  expect(Number(await current())).toBeGreaterThan(5);
  for (let at = 0; at < 12; at++) await page.keyboard.press("ArrowRight");
  await expect(grid(page).locator("td.at")).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sel=call/);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/sel=call/);
  const stops = await page
    .locator(".tab-panel")
    .evaluate((one) => [...one.querySelectorAll("*")].filter((part) => (part as HTMLElement).tabIndex >= 0).length);
  expect(stops).toBe(1);
});

test("a reload and Back come back to the same place of the list, with the same choice", async ({ page }) => {
  await makeCalls(page, 1_000, (at) => ({ name: `pod-${at}` }));
  await openGraph(page);
  const height = () => list(page).evaluate((one) => one.scrollHeight);
  while ((await height()) < 12_000) {
    const before = await height();
    await scrollTo(page, 1e9);
    await expect.poll(height).toBeGreaterThan(before);
  }
  await scrollTo(page, 9_000);
  await page.getByText("pod-365", { exact: true }).click();
  await expect(page).toHaveURL(/sel=call%3Amade-365/);
  await page.reload();
  await ready(page);
  await expect(page.getByText("pod-365", { exact: true })).toBeInViewport();
  await expect(grid(page).locator("tr.chosen")).toContainText("pod-365");
  await page.getByRole("textbox", { name: "Search" }).fill("secrets");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=secrets/);
  await expect.poll(() => list(page).evaluate((one) => one.scrollTop)).toBe(0);
  await page.goBack();
  await expect(page.getByText("pod-365", { exact: true })).toBeInViewport();
});

test("rows that span days and years say so; a column of which no row has a value folds away", async ({ page }) => {
  await makeCalls(page, 30, () => ({}), 86_400_000 * 20);
  await openGraph(page);
  await expect(grid(page).locator("tbody td").first()).toHaveText("23 Nov 2026, 12:00:00.000");
  const cut = await grid(page)
    .locator("tbody td:first-child")
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
  expect(cut).toBe(0);
  await expect(grid(page).getByRole("columnheader", { name: "Command" })).toHaveCount(0);
  await expect(grid(page).getByRole("columnheader", { name: "User", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await expect(page.locator("label.choice").filter({ hasText: /^Command/ })).toContainText("empty");
});

test("what was searched for is marked in the cells, and only that", async ({ page }) => {
  await openGraph(page, "/?q=eva");
  const marks = grid(page).locator("mark");
  await expect(marks.first()).toBeVisible();
  for (const text of await marks.allTextContents()) expect(text.toLowerCase()).toBe("eva");
  const rows = grid(page).locator("tbody tr");
  expect(await rows.filter({ has: page.locator("mark") }).count()).toBe(await rows.count());
});

test("a value under the pointer, and by keys: only, exclude, copy, five minutes around", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openGraph(page);
  const cell = grid(page).locator("tbody tr").nth(1).locator("td").nth(2);
  const name = (await cell.getAttribute("title")) ?? "";
  await cell.hover();
  await page.getByRole("button", { name: `Copy ${name}` }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(name);
  await cell.hover();
  await page.getByRole("button", { name: `Only ${name}` }).click();
  await expect(page).toHaveURL(/q=user/);
  const found = await answer(page, `?search=${new URL(page.url()).searchParams.get("q")}`);
  expect(names(found, "user")).toEqual([name]);
  await ready(page);
  await grid(page).focus();
  for (const key of ["ArrowRight", "ArrowRight", "x"]) await page.keyboard.press(key);
  await expect(page).toHaveURL(/q=-user/);
  await page.goBack();
  await page.goBack();
  await ready(page);
  await page.keyboard.press("Home");
  for (const key of ["ArrowLeft", "ArrowLeft", "i"]) await page.keyboard.press(key);
  await expect(page).toHaveURL(/from=.*to=/);
  const address = new URL(page.url()).searchParams;
  expect(Date.parse(address.get("to") ?? "") - Date.parse(address.get("from") ?? "")).toBe(600_000);
});

test("hostile texts stay texts, in one line, and do not stretch rows", async ({ page }) => {
  const names = ["<img src=x>", "\u202eevil", `z${"\u0335\u0347".repeat(80)}`, "x".repeat(5_000), "عربي", ""];
  await makeCalls(page, names.length, (at) => ({ name: names[at], user: names[at], command: names[at] }));
  await openGraph(page);
  const heights = await grid(page)
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(new Set(heights).size).toBe(1);
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
});

test("a page that fails leaves the rows, and can be tried again", async ({ page }) => {
  await makeCalls(page, 400);
  let broken = true;
  await page.route("**/graphql", async (route) => {
    const { variables } = route.request().postDataJSON() as { variables?: { after?: string } };
    if (broken && variables?.after)
      await route.fulfill({ status: 500, json: { error: { code: "INTERNAL", message: "out of order" } } });
    else await route.fallback();
  });
  await openGraph(page);
  await scrollTo(page, 1e9);
  const again = page.getByRole("button", { name: /Try again/ });
  await expect(again).toBeVisible();
  await expect(grid(page).locator("tbody tr").first()).toBeVisible();
  broken = false;
  await again.click();
  await expect(again).toHaveCount(0);
});
