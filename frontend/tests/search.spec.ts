// Typing a search: nothing moves, nothing is wrong before its time, and what can be asked for is offered with its calls.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { answer, countsOf, openGraph, search } from "./graph";

const box = (page: Page) => page.getByRole("textbox", { name: "Search" });
const options = (page: Page) => page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");

test("typing moves nothing and tells no error in mid-word; Enter does, over the page", async ({ page }) => {
  await openGraph(page);
  const place = () => page.locator(".time").boundingBox();
  const before = await place();
  await box(page).focus();
  for (const key of "user:(") {
    await page.keyboard.press(key);
    await expect(page.locator("#search-problem")).toHaveCount(0);
    expect(await place()).toEqual(before);
  }
  await page.keyboard.press("Enter");
  await expect(page.locator("#search-problem")).toBeVisible();
  await expect(box(page)).toHaveAttribute("aria-invalid", "true");
  expect(await place()).toEqual(before);
  await page.keyboard.press("Backspace");
  await expect(page.locator("#search-problem")).toHaveCount(0);
});

test("fields, then values with their calls, by keyboard alone", async ({ page }) => {
  await openGraph(page);
  await page.keyboard.press("/");
  await page.keyboard.type("us");
  await expect(options(page)).toHaveText(["user:"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(box(page)).toHaveValue("user:");
  await expect(options(page)).toHaveCount(10);
  await page.keyboard.type("EV");
  await expect(options(page).first()).toContainText("eva@retail.example");
  await expectAccessible(page, "suggestions", ".tools");
  const calls = Number((await options(page).first().locator(".muted").textContent())?.replace(",", ""));
  await page.keyboard.press("ArrowDown");
  await expect(box(page)).toHaveAttribute("aria-activedescendant", "search-option-0");
  await page.keyboard.press("Tab");
  await expect(page.locator(".pill")).toContainText('user:="eva@retail.example"');
  expect((await answer(page, "?search=user%3A%3D%22eva%40retail.example%22")).calls).toBe(calls);
  await expect(page.getByTestId("calls")).toHaveText(`${calls} calls`);
  await expect(box(page)).toBeFocused();
});

test("values are those of the terms before, and Escape closes the list first", async ({ page }) => {
  await openGraph(page, "/?q=is%3Adenied");
  await box(page).fill("-user:");
  await expect(options(page).first()).toBeVisible();
  const name = (await options(page).first().locator(".cut").textContent()) ?? "";
  expect((await countsOf(page, "is:denied")).has(`user:${name}`)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
  await expect(box(page)).toHaveValue("-user:");
  await page.keyboard.press("Escape");
  await expect(box(page)).toHaveValue("");
});

test("a value from a hostile log is offered as text", async ({ page }) => {
  const evil = `<img src=x onerror="document.title=1">\u202e${"z\u0335".repeat(100)}`;
  await page.route("**/v1/values*", (route) => route.fulfill({ json: { values: [{ value: evil, calls: 1 }] } }));
  await openGraph(page);
  await box(page).fill("user:");
  await expect(options(page)).toHaveCount(1);
  expect(await page.locator("img").count()).toBe(0);
  const row = await options(page).boundingBox();
  expect(row?.height).toBeLessThan(40);
  await options(page).click();
  await expect(page.locator(".pill")).toHaveCount(1);
});

test("a field that is nearly one is asked back, text with a colon is not", async ({ page }) => {
  await openGraph(page);
  await box(page).fill("usr:eva");
  await expect(options(page)).toHaveText(["Did you mean user:eva?"]);
  await box(page).fill("system:masters");
  await expect(options(page)).toHaveCount(0);
  await search(page, "usr:eva");
  await page.getByRole("button", { name: "Did you mean user:eva?" }).click();
  await expect(page).toHaveURL(/q=user%3Aeva/);
});
