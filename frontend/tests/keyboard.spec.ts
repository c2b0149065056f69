// The picture without a pointer: walk it, open groups, read the outline.
import { expect, test } from "@playwright/test";
import { drawn, openGraph } from "./graph";

test("arrows walk along calls that happened and say where one is", async ({ page }) => {
  await openGraph(page);
  await page.keyboard.press("g");
  const said = page.locator("#walk-text");
  await page.keyboard.press("ArrowDown");
  await expect(said).toContainText("Cluster");
  const names: string[] = [];
  for (let at = 0; at < 9; at++) {
    names.push((await said.textContent())?.split(":")[0] ?? "");
    await page.keyboard.press("ArrowRight");
  }
  expect(names.at(-1)).toBe("Status");
  expect(new Set(names).size).toBeGreaterThan(3);
  await expect(page.getByRole("tooltip")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("tooltip")).toHaveCount(0);
});

test("Space opens and closes a group, Enter opens the panel, x excludes", async ({ page }) => {
  await openGraph(page);
  await page.keyboard.press("g");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(page.locator("#walk-text")).toContainText("Space expands");
  await page.keyboard.press("Space");
  const rows = page.locator(".open-list").getByRole("option");
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("Space");
  await expect(rows).toHaveCount(0);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/q=-ip/);
});

test("the outline is the picture as lists", async ({ page }) => {
  await openGraph(page);
  const nodes = await drawn(page);
  await page.keyboard.press("o");
  const outline = page.getByRole("navigation", { name: "Outline of the Polygraph" });
  await expect(outline.getByRole("heading")).toHaveCount(9);
  await expect(outline.getByRole("button")).toHaveCount(nodes.length);
  await outline.getByRole("button", { expanded: false }).first().click();
  await expect(outline.getByRole("option").first()).toBeVisible();
  await expect(outline.getByRole("searchbox")).toBeVisible();
});

test("a small window gets the outline", async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto("/");
  await expect(page.getByRole("navigation", { name: "Outline of the Polygraph" })).toBeVisible();
  // The timeline knows its width a moment after it stands.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
});
