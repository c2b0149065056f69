// Accessibility as axe judges it. Its own builder takes a result of everything that is right out of the page, and a blank
// page more to put the results of frames together; pages here have no frames, and only what is wrong is asked for.

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

// What colours decide; nothing else is another in the other theme.
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

export async function expectAccessible(page: Page, name?: string, part?: string) {
  await expectNone(page, name, { part });
}

// Leaves the page dark.
export async function expectAccessibleInBothThemes(page: Page, name: string) {
  await page.emulateMedia({ colorScheme: "light" });
  await expectNone(page, `${name}, light`, {});
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNone(page, `${name}, dark`, { rules: OF_COLOURS });
}

async function expectNone(page: Page, name: string | undefined, asked: { part?: string; rules?: string[] }) {
  // While it asks anew, what was there stays, dimmed: nothing to be judged.
  await expect(page.locator(".stale")).toHaveCount(0);
  expect(page.frames(), "axe looks at one frame").toHaveLength(1);
  await page.evaluate(axe.source);
  const told = await page.evaluate(async ({ part, rules }) => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const { violations } = await judge.run(part ?? document, {
      resultTypes: ["violations"],
      ...(rules && { runOnly: rules }),
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary?.split("\n")[1] ?? ""}`).join(" | ")}`,
    );
  }, asked);
  expect(told, name).toEqual([]);
}
