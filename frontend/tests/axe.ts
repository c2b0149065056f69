// Accessibility as axe judges it. Its own builder takes a result of everything that is right out of the page, and a blank
// page more to put the results of frames together; pages here have no frames, and only what is wrong is asked for.

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

export async function expectAccessible(page: Page, name?: string, part?: string) {
  // While it asks anew, what was there stays, dimmed: nothing to be judged.
  await expect(page.locator(".stale")).toHaveCount(0);
  expect(page.frames(), "axe looks at one frame").toHaveLength(1);
  await page.evaluate(axe.source);
  const told = await page.evaluate(async (selector) => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const { violations } = await judge.run(selector ?? document, { resultTypes: ["violations"] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary?.split("\n")[1] ?? ""}`).join(" | ")}`,
    );
  }, part);
  expect(told, name).toEqual([]);
}
