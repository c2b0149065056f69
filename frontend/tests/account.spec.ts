// Signing in and out as people do: a form, a page that comes back, who one is, what was done.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";

// Nobody is signed in here, and nobody else is signed out.
test.use({ storageState: { cookies: [], origins: [] } });

test("who is not signed in is asked, comes back to the same place, and can leave", async ({ page }) => {
  await page.goto("/alerts?q=exec");
  await expect(page).toHaveURL(/\/login\?next=/);
  await expectAccessible(page);
  await page.getByLabel("Token").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("nobody has this token");
  await page.getByLabel("Token").fill(process.env.TOKEN ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/alerts\?q=exec/);

  await page.getByRole("link", { name: "Account" }).click();
  await expect(page.getByRole("heading", { name: "Account" })).toBeVisible();
  await expect(page.locator("main")).toContainText("with the role admin");
  await expect(page.getByRole("row").filter({ hasText: "signed in" }).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByLabel("Token")).toBeVisible();
  await page.goto("/alerts");
  await expect(page).toHaveURL(/\/login\?next=/);
});

test("a page whose session has ended leads to the sign-in", async ({ page, context }) => {
  await page.goto("/login");
  await page.getByLabel("Token").fill(process.env.TOKEN ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: "Account" })).toBeVisible();
  await context.clearCookies();
  // A busy machine's page may ask for something and be led away before the press.
  await Promise.any([page.getByRole("link", { name: "Detections" }).click(), page.waitForURL(/\/login/)]);
  await expect(page).toHaveURL(/\/login\?next=/);
});
