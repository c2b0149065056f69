// Times: hours without calls, empty ranges and the way out of them, ranges the wrong way round, moving by a window.
import { expect, type Page, test } from "@playwright/test";
import { answer, openGraph, ready } from "./graph";

const HALF_PAST = "from=2026-11-23T12:00:00Z&to=2026-11-23T12:30:00Z";
const range = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return [searchParams.get("from"), searchParams.get("to")].map((text) => Date.parse(text ?? ""));
};

test("hours without calls are a break in the timeline, and the rest has the room", async ({ page }) => {
  await openGraph(page);
  const gap = page.locator(".timeline .gap");
  await expect(gap).toHaveCount(1);
  await expect(gap.locator("title")).toHaveText(/^No calls from 23 Nov 2026, 11:.* to 23 Nov 2026, 12:/);
  const [box, line] = [await gap.locator("rect").boundingBox(), await page.locator(".timeline svg").boundingBox()];
  expect((box?.width ?? 99) / (line?.width ?? 1)).toBeLessThan(0.05);
  // A drag over the break chooses what lies on both sides of it.
  await page.mouse.move((box?.x ?? 0) - 100, (box?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 130, (box?.y ?? 0) + 10, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*11%3A2.*to=.*12%3A5/);
});

test("an empty range says where the calls are, and jumps there", async ({ page }) => {
  await page.goto(`/?${HALF_PAST}`);
  await expect(page.getByText("No call in this range")).toBeVisible();
  const all = await answer(page);
  await expect(page.getByRole("button", { name: /^Whole range/ })).toContainText(all.calls.toLocaleString("en-US"));
  await page.getByRole("button", { name: /^First after/ }).click();
  await ready(page);
  const [from, to] = range(page) as [number, number];
  const after = await answer(page, `?from=${from}&to=${to}`);
  expect(after.calls).toBeGreaterThan(0);
  expect(after.calls).toBe((await answer(page, "?from=2026-11-23T12:30:00Z")).calls);
  await page.goBack();
  await page.getByRole("button", { name: /^Last before/ }).click();
  await ready(page);
  await page.goto(`/?${HALF_PAST}&q=exec`);
  await expect(page.getByRole("button", { name: /^First after: [\d,]+ calls?, 23 Nov/ })).toBeVisible();
  await page.goto(`/?${HALF_PAST}&q=nothing-has-this`);
  await expect(page.getByText("No call matches this query in this range")).toBeVisible();
  await expect(page.getByRole("button", { name: /^First after/ })).toHaveCount(0);
});

test("a range the wrong way round is said, and turned round with one click", async ({ page }) => {
  await page.goto("/?from=2026-11-23T13:30:00Z&to=2026-11-23T12:30:00Z");
  await expect(page.getByText("The range ends before it begins")).toBeVisible();
  await page.getByRole("button", { name: "Turn it round" }).click();
  await ready(page);
  await expect(page.getByText("The range ends before it begins")).toHaveCount(0);
});

test("Earlier and Later move by the whole window", async ({ page }) => {
  await openGraph(page, "/?from=2026-11-23T12:57:00Z&to=2026-11-23T12:59:00Z");
  const before = range(page);
  await page.getByRole("button", { name: "Earlier" }).click();
  await expect.poll(() => range(page)[1]).toBe(before[0]);
  await page.getByRole("button", { name: "Later" }).click();
  await expect.poll(() => range(page)).toEqual(before);
});
