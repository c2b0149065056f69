// What looking costs the page: shares of what the first load cost in the same run, so that no machine is too slow for it.
import { type CDPSession, expect, test } from "@playwright/test";
import { anchor, centre, openGraph } from "./graph";

const PART = 0.1;
const OPENING = 0.2;

// Seconds that the main thread worked.
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ThreadTime")?.value ?? 0;
}

test("hovering and opening cost a small part of the first load", async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await openGraph(page);
  await page.waitForTimeout(1_000);
  const first = await worked(session);
  const places = await page
    .locator('.anchor[data-kind="value"]')
    .evaluateAll((list) => list.map((one) => one.getBoundingClientRect()).map(({ x, y }) => [x + 30, y + 12] as const));
  expect(places.length).toBeGreaterThan(20);
  const before = await worked(session);
  for (const [x, y] of places.slice(0, 40)) {
    await page.mouse.move(x, y);
    await page.waitForTimeout(60);
  }
  await expect(page.locator(".anchor[data-lit]").first()).toBeAttached();
  expect((await worked(session)) - before, "40 boxes").toBeLessThan(40 * PART * first);

  const { x, y } = await centre(anchor(page, "user+more"));
  await page.mouse.move(x, y);
  await page.waitForTimeout(500);
  const closed = await worked(session);
  await page.mouse.click(x, y);
  await page.waitForTimeout(1_000);
  const opened = (await worked(session)) - closed;
  await expect(page.locator(".open-list").getByRole("option").first()).toBeVisible();
  expect(opened, "a list").toBeLessThan(OPENING * first);
});
