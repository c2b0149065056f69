// The picture says what the server says: totals, nodes, highlights, and what opens on a click.
import { expect, test } from "@playwright/test";
import { COLUMN_KEYS } from "../src/api/types";
import { answer, click, countsOf, drawn, hover, openGraph, pathsThrough, ready } from "./graph";

test("totals and every named node equal the server's paths", async ({ page }) => {
  await openGraph(page);
  const poly = await answer(page);
  expect(poly.paths.calls.reduce((sum, calls) => sum + calls, 0)).toBe(poly.calls);
  await expect(page.getByTestId("calls")).toHaveText(`${poly.calls.toLocaleString("en-US")} calls`);
  await expect(page.locator(".sum")).toContainText(`${poly.denied.toLocaleString("en-US")} denied`);
  await expect(page.getByRole("tab", { name: /API Calls/ })).toContainText(poly.calls.toLocaleString("en-US"));
  await expect(page.getByRole("tab", { name: /Error Events/ })).toContainText(poly.errors.toLocaleString("en-US"));
  const counts = countsOf(poly);
  const nodes = await drawn(page);
  for (const { id, kind, calls } of nodes) if (kind === "value") expect(calls, id).toBe(counts.get(id));
  for (const key of COLUMN_KEYS) {
    const wanted = [...counts].filter(([id]) => id.startsWith(`${key}:`)).reduce((sum, [, calls]) => sum + calls, 0);
    const seen = nodes.filter(({ id, open }) => !open && id.startsWith(key)).reduce((sum, { calls }) => sum + calls, 0);
    expect(seen, key).toBe(wanted);
  }
});

test("one click opens a group, one click closes it, Back undoes", async ({ page }) => {
  await openGraph(page);
  const group = page.locator('.anchor[data-kind="group"]').first();
  const id = (await group.getAttribute("data-node")) ?? "";
  const before = await drawn(page);
  await click(page, group);
  await expect(page).toHaveURL(/open=/);
  await expect(page.locator(`.anchor[data-node=${JSON.stringify(id)}]`)).toHaveAttribute("data-open", "true");
  const after = await drawn(page);
  expect(after.length).toBeGreaterThan(before.length);
  const column = id.split("+")[0] as string;
  const sum = (list: typeof after) =>
    list.filter((node) => !node.open && node.id.startsWith(column)).reduce((total, { calls }) => total + calls, 0);
  expect(sum(after)).toBe(sum(before));
  await click(page, page.locator(`.anchor[data-node=${JSON.stringify(id)}]`));
  await expect(page.locator(`.anchor[data-node=${JSON.stringify(id)}]`)).not.toHaveAttribute("data-open", "true");
  expect((await drawn(page)).length).toBe(before.length);
  await page.goBack();
  await expect(page.locator(`.anchor[data-node=${JSON.stringify(id)}]`)).toHaveAttribute("data-open", "true");
});

test("hover lights exactly the calls whose path holds the node", async ({ page }) => {
  await openGraph(page);
  const poly = await answer(page);
  const users = (await drawn(page)).filter(({ id, kind }) => kind === "value" && id.startsWith("user:")).slice(0, 4);
  expect(users.length).toBeGreaterThan(0);
  for (const { id, calls } of users) {
    await hover(page, page.locator(`.anchor[data-node=${JSON.stringify(id)}]`));
    await expect(page.locator(`.anchor[data-node=${JSON.stringify(id)}]`)).toHaveAttribute("data-lit", String(calls));
    const wanted = countsOf(poly, pathsThrough(poly, "user", id.slice(5)));
    for (const node of await drawn(page))
      if (node.kind === "value") expect(node.lit, `${id} lights ${node.id}`).toBe(wanted.get(node.id) ?? 0);
  }
  await page.mouse.move(5, 5);
  await expect(page.locator(".anchor").first()).not.toHaveAttribute("data-lit");
});

test("the canvas is painted, and painted anew in the other theme", async ({ page }) => {
  await openGraph(page);
  const shades = () =>
    page.locator("canvas").evaluateAll((list) =>
      list.map((one) => {
        const canvas = one as HTMLCanvasElement;
        const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        const seen = new Set<number>();
        for (let at = 0; at < data.length; at += 404)
          if (data[at + 3]) seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
        return seen.size;
      }),
    );
  await expect.poll(async () => Math.max(...(await shades()))).toBeGreaterThan(20);
  await page.getByRole("button", { name: /theme/ }).click();
  await expect.poll(async () => Math.max(...(await shades()))).toBeGreaterThan(20);
});

test("a click on a node opens its panel; only this and exclude write the search", async ({ page }) => {
  await openGraph(page);
  const poly = await answer(page);
  const user = (await drawn(page)).find(({ id, kind }) => kind === "value" && id.startsWith("user:"));
  if (!user) throw new Error("no user is drawn");
  await click(page, page.locator(`.anchor[data-node=${JSON.stringify(user.id)}]`));
  const panel = page.getByRole("complementary", { name: "Details" });
  await expect(panel.getByRole("heading", { name: user.id.slice(5) })).toBeVisible();
  await expect(panel.locator(".stats")).toContainText(user.calls.toLocaleString("en-US"));
  await panel.getByRole("button", { name: "Exclude", exact: true }).click();
  await expect(page.getByTestId("calls")).toHaveText(`${(poly.calls - user.calls).toLocaleString("en-US")} calls`);
  await page.goBack();
  await expect(page.getByTestId("calls")).toHaveText(`${poly.calls.toLocaleString("en-US")} calls`);
  await ready(page);
  await panel.getByRole("button", { name: "Only this", exact: true }).click();
  await expect(page.getByTestId("calls")).toHaveText(`${user.calls.toLocaleString("en-US")} calls`);
});

test("only-this terms of every column mean exactly that value", async ({ page }) => {
  await openGraph(page);
  for (const key of ["sourceIp", "resource", "action", "status"] as const) {
    const node = (await drawn(page)).find(({ id, kind }) => kind === "value" && id.startsWith(`${key}:`));
    if (!node) throw new Error(`no ${key} is drawn`);
    await page.goto(`/?sel=${encodeURIComponent(`node:${node.id}`)}`);
    await ready(page);
    await page.getByRole("button", { name: "Only this", exact: true }).click();
    await expect(page.getByTestId("calls"), node.id).toHaveText(`${node.calls.toLocaleString("en-US")} calls`);
    await openGraph(page);
  }
});
