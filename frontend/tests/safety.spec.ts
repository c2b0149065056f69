// Strict content security policy, no other host, hostile text, failures, accessibility on every page in both themes, size.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import type { Polygraph } from "../src/api/types";
import { expectAccessibleInBothThemes } from "./axe";
import { openGraph, ready, settle } from "./graph";

const ADDRESSES = [
  "/",
  "/?outline=1",
  "/?tab=errors&q=is%3Aerror",
  "/?tab=alerts",
  "/?q=nothing-has-this",
  "/alerts",
  "/detections",
  "/clusters",
  "/intake",
  "/intake?sel=noise:leases",
];

function watch(page: Page): { complaints: string[]; hosts: Set<string> } {
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http")) hosts.add(host);
  });
  return { complaints, hosts };
}

test("no violation of the policy, no fault, no other host", async ({ page, baseURL }) => {
  const { complaints, hosts } = watch(page);
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  const response = await page.goto("/");
  expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
  for (const address of ADDRESSES) await settle(page, address);
  await openGraph(page);
  await page.locator(".anchor").first().hover({ force: true });
  await page.getByRole("button", { name: "Search help" }).click();
  await page.keyboard.press("Escape");
  await page.locator("table.calls tbody tr td").nth(2).click();
  await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
  expect(complaints).toEqual([]);
  expect([...hosts]).toEqual([new URL(baseURL ?? "").host]);
});

test("text from logs stays text", async ({ page }) => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const { complaints } = watch(page);
  await page.route("**/v1/polygraph*", async (route) => {
    const response = await route.fetch();
    const poly = (await response.json()) as Polygraph;
    poly.nodes.name = poly.nodes.name.map((name, at) => (at % 3 ? `${evil}${at}` : name));
    for (const node of Object.keys(poly.commands))
      poly.commands[node] = { total: 1, lines: [{ text: evil, where: evil }] };
    await route.fulfill({ response, json: poly });
  });
  await openGraph(page);
  await page.keyboard.press("g");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("o");
  await expect(page.getByRole("navigation", { name: "Outline of the Polygraph" })).toBeVisible();
  expect(await page.locator("img, script:not([src])").count()).toBe(0);
  expect(await page.title()).toBe("Polygraph · graphsvc");
  expect(complaints).toEqual([]);
});

test("a failing part says so and can be tried again, the rest stays", async ({ page }) => {
  let broken = true;
  await page.route("**/v1/polygraph*", (route) =>
    broken
      ? route.fulfill({ status: 500, json: { error: { code: "INTERNAL", message: "out of order" } } })
      : route.continue(),
  );
  await page.goto("/");
  await expect(page.getByText("The graph could not be loaded")).toBeVisible();
  await expect(page.locator("table.calls tbody tr").first()).toBeVisible();
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await ready(page);
});

test("nothing found: which term is to blame, one click takes it away", async ({ page }) => {
  await page.goto("/?q=exec+nothing-has-this");
  await expect(page.getByText("No call matches this query in this range")).toBeVisible();
  await page.getByRole("button", { name: /^Remove nothing-has-this shows/ }).click();
  await ready(page);
  await expect(page).toHaveURL(/q=exec$/);
});

test.describe("no axe violation in either theme", () => {
  for (const address of ADDRESSES)
    test(address, async ({ page }) => {
      await settle(page, address);
      await expectAccessibleInBothThemes(page, address);
    });

  test("panels of a node and a call", async ({ page }) => {
    await openGraph(page, "/?q=exec");
    await page.keyboard.press("g");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
    await expectAccessibleInBothThemes(page, "node panel and tip");
    await page.locator("table.calls tbody tr td").nth(2).click();
    await expect(page.locator("pre.json").last()).toBeVisible();
    await expectAccessibleInBothThemes(page, "call panel");
  });

  test("panel of an alert, and help", async ({ page }) => {
    await settle(page, "/?tab=alerts");
    await page.locator("table.alerts tbody tr").first().click();
    await expect(page.getByText("Triage").or(page.getByText("Why")).first()).toBeVisible();
    await expectAccessibleInBothThemes(page, "alert panel");
    await page.getByRole("button", { name: "Search help" }).click();
    await expectAccessibleInBothThemes(page, "help");
  });
});

test("all that the first picture needs is at most 200 kB", () => {
  const folder = new URL("../../graphsvc/web/page/", import.meta.url);
  // 404.html is index.html again, for other addresses: nobody loads both. What saves pictures, and the pages of
  // stories, detections, clusters, intake and the account with their panels and questions, come after the first picture.
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() &&
      /\.(js|css|html)$/.test(entry.name) &&
      !/^(404\.html|(svg|account|detections|intake|clusters|stories|noise-panel|rejected-panel|graphql)-.*\.js)$/.test(
        entry.name,
      ),
  );
  const size = files.reduce(
    (sum, entry) => sum + gzipSync(readFileSync(`${entry.parentPath}/${entry.name}`)).length,
    0,
  );
  expect(files.length).toBeGreaterThan(2);
  expect(size).toBeLessThanOrEqual(200 * 1024);
});
