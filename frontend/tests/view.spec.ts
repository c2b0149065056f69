// The address holds the view, Back undoes, time and clusters narrow everything together.
import { expect, test } from "@playwright/test";
import { answer, openGraph, ready, search } from "./graph";

test("a link brings the same view, Back undoes step by step", async ({ page }) => {
  await openGraph(page);
  await search(page, "is:error");
  await expect(page).toHaveURL(/q=is%3Aerror/);
  await page.getByRole("tab", { name: /Error Events/ }).click();
  await expect(page).toHaveURL(/tab=errors/);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("tab", { name: /Error Events/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("button", { name: "Remove is:error" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("tab", { name: /API Calls/ })).toHaveAttribute("aria-selected", "true");
  await page.goBack();
  await expect(page.getByRole("button", { name: "Remove is:error" })).toHaveCount(0);
});

test("an unreadable search says where, and the last good result stays", async ({ page }) => {
  await openGraph(page);
  const text = await page.getByTestId("calls").textContent();
  const box = page.getByRole("textbox", { name: "Search" });
  await box.fill('user:"abc');
  await expect(page.locator("#search-problem")).toContainText("character 6");
  await expect(box).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("calls")).toHaveText(text ?? "");
  await box.fill("");
  await expect(page.locator("#search-problem")).toHaveCount(0);
});

test("typing searches by itself; a slash goes to the box; Backspace takes the last term away", async ({ page }) => {
  await openGraph(page);
  await page.keyboard.press("/");
  await page.keyboard.type("secrets");
  const found = await answer(page, "?search=secrets");
  await expect(page.getByTestId("calls")).toHaveText(`${found.calls.toLocaleString("en-US")} calls`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Backspace");
  await expect(page).not.toHaveURL(/q=/);
});

test("pills tell what they keep away", async ({ page }) => {
  await openGraph(page, "/?q=secrets");
  const [all, found] = [await answer(page), await answer(page, "?search=secrets")];
  await expect(page.locator(".pill")).toContainText(
    `left out ${(all.calls - found.calls).toLocaleString("en-US")} call`,
  );
});

test("the time range narrows graph and tables, by keyboard on the brush and by shifting", async ({ page }) => {
  await openGraph(page);
  const all = await answer(page);
  const start = page.getByRole("slider", { name: "Start of the range" });
  await start.focus();
  await page.keyboard.press("PageUp");
  await expect(page).toHaveURL(/from=/);
  const from = new URL(page.url()).searchParams.get("from") ?? "";
  const to = new URL(page.url()).searchParams.get("to") ?? "";
  const part = await answer(page, `?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
  expect(part.calls).toBeLessThan(all.calls);
  await expect(page.getByTestId("calls")).toHaveText(`${part.calls.toLocaleString("en-US")} calls`);
  await page.getByRole("button", { name: "Later" }).click();
  await expect(page).not.toHaveURL(new RegExp(`from=${encodeURIComponent(from)}`));
  await page.goBack();
  await page.goBack();
  await expect(page.getByTestId("calls")).toHaveText(`${all.calls.toLocaleString("en-US")} calls`);
});

test("a drag over the timeline chooses a range", async ({ page }) => {
  await openGraph(page);
  const box = await page.locator(".timeline svg").boundingBox();
  if (!box) throw new Error("no timeline");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
});

test("one cluster can be chosen", async ({ page }) => {
  await openGraph(page);
  await page.getByRole("button", { name: /^Clusters/ }).click();
  const first = page.getByRole("checkbox").first();
  const name = (await page.locator("label.choice .cut").first().textContent()) ?? "";
  await first.check();
  await expect(page).toHaveURL(/cluster=/);
  const part = await answer(page, `?cluster=${encodeURIComponent(name)}`);
  await expect(page.getByTestId("calls")).toHaveText(`${part.calls.toLocaleString("en-US")} calls`);
});

test("bad values in the address fall back with a note", async ({ page }) => {
  await openGraph(page, "/?tab=nonsense&from=yesterday");
  await expect(page.getByText(/Not understood and left out/)).toContainText("tab=nonsense");
  await expect(page.getByRole("tab", { name: /API Calls/ })).toHaveAttribute("aria-selected", "true");
});

test("columns are chosen, kept in the address and survive a reload", async ({ page }) => {
  await openGraph(page);
  await expect(page.getByRole("columnheader", { name: "Verb" })).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Verb" }).check();
  await expect(page).toHaveURL(/cols=/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Verb" })).toBeVisible();
});

test("the count of alerts in the head is of all, whatever is searched for", async ({ page }) => {
  const head = page.getByRole("link", { name: /^Alerts/ }).locator(".count");
  await page.goto("/");
  const all = (await head.textContent()) ?? "";
  await page.goto("/?q=is%3Anew%20user%3Anobody-has-this");
  await expect(page.getByText("without one, everything is new")).toBeVisible();
  await expect(head).toHaveText(all);
});

test("more rows come at the end of the list, none twice", async ({ page }) => {
  const ids: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().endsWith("/graphql")) return;
    const { data } = (await response.json()) as { data?: { apiCalls?: { edges: { node: { id: string } }[] } } };
    ids.push(...(data?.apiCalls?.edges ?? []).map(({ node }) => node.id));
  });
  await openGraph(page);
  // The page has read its answer before this listener has.
  await expect.poll(() => ids.length).toBe(100);
  const before = ids.length;
  await page.locator(".tab-panel .scroll").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect.poll(() => ids.length).toBeGreaterThan(before);
  expect(new Set(ids).size).toBe(ids.length);
  const all = (await answer(page)).calls + 1;
  await expect(page.getByRole("grid", { name: "Calls" })).toHaveAttribute("aria-rowcount", String(all));
});

test("a row opens the whole event", async ({ page }) => {
  await openGraph(page);
  await page.locator("table.calls tbody tr td").nth(2).click();
  const panel = page.getByRole("complementary", { name: "Details" });
  await expect(panel.locator("pre.json").last()).toContainText('"auditID"');
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("a link with a search that cannot be read says so, and one click clears it", async ({ page }) => {
  await page.goto("/?q=%22");
  await expect(page.getByText("This search cannot be read")).toBeVisible();
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect(page.getByText("This search cannot be read")).toBeHidden();
  await expect(page.locator(".anchor").first()).toBeAttached();
});

test("the panel of a call tells where its caller's token lives", async ({ page }) => {
  const query = "{ apiCalls(first: 200) { edges { node { id pod node userExtra } } } }";
  const { data } = await (await page.request.post("/graphql", { data: { query } })).json();
  const calls = (data.apiCalls.edges as { node: { id: string; pod: string; node: string; userExtra: string[] } }[]).map(
    ({ node }) => node,
  );
  const bound = calls.find(({ pod, userExtra }) => pod && userExtra.length);
  const free = calls.find(({ pod }) => !pod);
  if (!bound || !free) throw new Error("the demo has no such calls");
  await page.goto(`/?sel=call:${bound.id}`);
  const panel = page.getByRole("complementary", { name: "Details" });
  const value = (name: string) => panel.getByText(name, { exact: true }).locator("xpath=following-sibling::dd");
  await expect(value("Pod")).toHaveText(bound.pod);
  await expect(value("User extra")).toHaveText(bound.userExtra.join(", "));
  await page.goto(`/?sel=call:${free.id}`);
  await expect(value("Audit ID")).toBeVisible();
  await expect(value("Pod")).toHaveCount(0);
});
