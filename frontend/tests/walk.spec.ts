// The walk through kubectl exec that the product's description takes, done in a browser.
import { expect, test } from "@playwright/test";
import { anchors, answer, hover, openGraph, ready, search } from "./graph";

test("search exec, hover for the command, find the role that allows exec, look at refused calls", async ({ page }) => {
  await openGraph(page);
  const all = await answer(page);
  await search(page, "exec");
  await expect(page).toHaveURL(/q=exec/);
  const found = await answer(page, "?search=exec");
  expect(found.calls).toBeLessThan(all.calls);
  await expect(page.getByTestId("calls")).toHaveText(`${found.calls.toLocaleString("en-US")} calls`);
  await ready(page);

  const exec = anchors(page, "action").and(page.locator('[data-node="action:exec"]'));
  await hover(page, exec);
  const tip = page.getByRole("tooltip");
  await expect(tip).toBeVisible();
  const commands = Object.values(found.commands).flatMap(({ lines }) => lines.map(({ text }) => text));
  expect(commands.length).toBeGreaterThan(0);
  const shown = await tip.locator("code").allTextContents();
  expect(shown.length).toBeGreaterThan(0);
  for (const text of shown) expect(commands).toContain(text);

  const table = page.locator("table.calls");
  await expect(table).toBeVisible();
  await expect(table.getByText("CreatePods", { exact: true }).first()).toBeVisible();
  await expect(table.getByText(/_WithPodExec/).first()).toBeVisible();

  await search(page, "-pod");
  const fewer = await answer(page, "?search=exec%20-pod");
  await expect(page.getByTestId("calls")).toHaveText(`${fewer.calls.toLocaleString("en-US")} calls`);
  await page.getByRole("button", { name: "Remove -pod", exact: true }).click();
  await expect(page.getByTestId("calls")).toHaveText(`${found.calls.toLocaleString("en-US")} calls`);

  await page.getByRole("button", { name: "Remove exec", exact: true }).click();
  await page.getByRole("tab", { name: /Error Events/ }).click();
  await expect(page.locator("table.calls tbody tr").first()).toBeVisible();
  const codes = (await page.locator(".code").allTextContents()).map(Number);
  expect(codes.length).toBeGreaterThan(0);
  for (const code of codes) expect(code).toBeGreaterThanOrEqual(400);
  await search(page, "is:denied");
  const denied = await answer(page, "?search=is%3Adenied");
  await expect(page.getByRole("tab", { name: /Error Events/ })).toContainText(denied.errors.toLocaleString("en-US"));
});

test("the status 101 shows whole commands, a user the whole name, an address group its addresses", async ({ page }) => {
  await openGraph(page, "/?q=is%3Aexec");
  const found = await answer(page, "?search=is%3Aexec");
  await hover(page, page.locator('.anchor[data-node^="status:101"]'));
  await expect(page.getByRole("tooltip").locator("code").first()).toBeVisible();
  const name = found.nodes.name[found.nodes.column.indexOf(3)] as string;
  await hover(page, page.locator(`.anchor[data-node=${JSON.stringify(`user:${name}`)}]`));
  await expect(page.getByRole("tooltip").getByRole("heading", { name })).toBeVisible();
  await openGraph(page);
  const group = page.locator('.anchor[data-kind="group"][data-node^="sourceIp+"]').first();
  await hover(page, group);
  await expect(page.getByRole("tooltip").getByRole("listitem").first()).toHaveText(/^[\d.:a-f]+$/);
});

test("the command and the cloud user are whole with one click", async ({ page }) => {
  await openGraph(page, "/?q=is%3Aexec");
  await page.getByRole("button", { name: "Command: show all" }).first().click();
  await expect(page.getByRole("dialog", { name: "Command: show all" }).locator("pre")).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await openGraph(page, "/?q=aws%3A*");
  await page.getByRole("button", { name: "Cloud User: show all" }).first().click();
  await expect(page.getByRole("dialog", { name: "Cloud User: show all" }).locator("pre")).toContainText("arn:");
});
