// Every size of window: 200 % zoom, a small laptop, a tablet, phones. Nothing cut, nothing out of reach, one Tab stop a table.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectAccessibleInBothThemes } from "./axe";
import { settle } from "./graph";

const SIZES = [
  [1280, 720],
  [1024, 768],
  [720, 900],
  [720, 450],
  [390, 844],
  [320, 640],
] as const;

// Of each layout that the styles know, one size is judged by axe; wider windows are by safety.spec.
const JUDGED = ["1024 x 768", "720 x 900", "390 x 844"];

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// A window is made smaller in steps, and what has loaded follows; phones load their pages as phones.
const WINDOWS = [SIZES.slice(0, 4), SIZES.slice(4)];

for (const address of ["/", "/?tab=alerts", "/alerts", "/detections", "/clusters", "/intake"])
  test(`no page is wider than its window, and none has an axe violation: ${address}`, async ({ page }) => {
    for (const sizes of WINDOWS)
      for (const [at, [width, height]] of sizes.entries()) {
        await page.setViewportSize({ width, height });
        if (at === 0) await settle(page, address);
        // What measures itself follows a moment later.
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        const size = `${width} x ${height}`;
        await expect.poll(() => overflow(page), size).toBeLessThanOrEqual(0);
        if (JUDGED.includes(size)) await expectAccessible(page, size);
      }
  });

for (const [width, height] of SIZES) {
  test.describe(`${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the parts of the top do not lie over each other, handles can be held, and the table is near", async ({
      page,
    }) => {
      await settle(page, "/?from=2026-11-23T11:20:00Z&to=2026-11-23T13:00:00Z");
      const parts = await page.locator(".top > *:visible").evaluateAll((all) =>
        all
          .map((one) => one.getBoundingClientRect())
          .filter((box) => box.width)
          .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
      );
      for (const [at, one] of parts.entries())
        for (const other of parts.slice(at + 1)) {
          const apart =
            one.right <= other.left + 1 ||
            other.right <= one.left + 1 ||
            one.bottom <= other.top + 1 ||
            other.bottom <= one.top + 1;
          expect(apart, JSON.stringify([one, other])).toBe(true);
        }
      for (const grip of await page.locator(".grip").all()) {
        const box = await grip.boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
      }
      const [head, line] = [await page.locator(".sum").boundingBox(), await page.locator(".timeline").boundingBox()];
      const beside = (line?.x ?? 0) - 22 >= (head?.x ?? 0) + (head?.width ?? 0);
      const under = (line?.y ?? 0) >= (head?.y ?? 0) + (head?.height ?? 0);
      expect(beside || under).toBe(true);

      const list = page.locator(".tab-panel .scroll");
      const box = await list.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(140);
      expect(box?.y).toBeLessThan(2 * height);
      await page.keyboard.press("t");
      await page.keyboard.press("ArrowDown");
      await expect(page.locator("td.at")).toBeInViewport();
      await list.evaluate((one) => one.scrollTo(0, 800));
      await expect(list.locator("tbody tr").nth(12)).toBeAttached();
    });
  });
}

test("on a phone an alert shows what it is about without scrolling sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page, "/alerts?tab=alerts");
  const title = page.getByRole("gridcell").nth(1);
  await expect(title).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("columnheader").nth(1)).toHaveText("Alert");
});

test("the key ? shows all keys on every page", async ({ page }) => {
  for (const address of ["/", "/intake"]) {
    await settle(page, address);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys).toBeVisible();
    await expectAccessibleInBothThemes(page, address);
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
  }
});

test("every table is one Tab stop", async ({ page }) => {
  for (const address of ["/", "/?tab=alerts", "/alerts?tab=alerts", "/intake"]) {
    await settle(page, address);
    const stops = await page
      .getByRole("grid")
      .evaluateAll((grids) =>
        grids.map(
          (grid) => [grid, ...grid.querySelectorAll("*")].filter((one) => (one as HTMLElement).tabIndex >= 0).length,
        ),
      );
    expect(new Set(stops)).toEqual(new Set([1]));
  }
});
