// The picture says what the server says: totals, nodes, highlights, and what opens on a click.
import { expect, test } from "@playwright/test";
import { COLUMN_KEYS, type Polygraph } from "../src/api/types";
import { searchFor } from "../src/search/terms";
import { anchor, answer, click, countsOf, drawn, hover, openGraph, ready } from "./graph";

test("totals and every named node equal the server's values", async ({ page }) => {
  await openGraph(page);
  const poly = await answer(page);
  await expect(page.getByTestId("calls")).toHaveText(`${poly.calls.toLocaleString("en-US")} calls`);
  await expect(page.locator(".sum")).toContainText(`${poly.denied.toLocaleString("en-US")} denied`);
  await expect(page.getByRole("tab", { name: /API Calls/ })).toContainText(poly.calls.toLocaleString("en-US"));
  await expect(page.getByRole("tab", { name: /Error Events/ })).toContainText(poly.errors.toLocaleString("en-US"));
  const counts = await countsOf(page);
  const nodes = await drawn(page);
  for (const { id, kind, calls } of nodes) if (kind === "value") expect(calls, id).toBe(counts.get(id));
  for (const key of COLUMN_KEYS) {
    const wanted = [...counts].filter(([id]) => id.startsWith(`${key}:`)).reduce((sum, [, calls]) => sum + calls, 0);
    const seen = nodes.filter(({ id }) => /^\w+/.exec(id)?.[0] === key).reduce((sum, { calls }) => sum + calls, 0);
    expect(seen, key).toBe(wanted);
  }
});

test("an opened group is a list in its column: it scrolls, is filtered, and moves nothing", async ({ page }) => {
  await openGraph(page);
  const id = "user+more";
  const before = await drawn(page);
  const places = () => page.locator(".anchor").evaluateAll((list) => list.map((one) => one.getAttribute("style")));
  const placed = await places();
  const { nodes } = await answer(page, "?top=13&band=true");
  const members = nodes.values[nodes.id.indexOf(id)];
  await click(page, anchor(page, id));
  await expect(page).toHaveURL(/open=/);
  const list = page.locator(`.open-list[data-list="${id}"]`);
  const rows = list.getByRole("option");
  await expect(rows.first()).toBeVisible();
  expect(await places()).toEqual(placed);
  await expect(list.getByRole("listbox")).toHaveAccessibleName(new RegExp(`: ${members} values`));
  const counts = await countsOf(page);
  const name = (await rows.nth(1).getAttribute("title")) ?? "";
  await list.getByRole("searchbox").fill(name.slice(-6));
  await expect(rows.first()).toHaveAttribute("title", new RegExp(`${name.slice(-6).replace(/\W/g, ".")}`));
  // A value may be behind the `+` and, with its steady calls, in the band.
  const lit = async () =>
    (await drawn(page)).filter((node) => node.id.startsWith("user+")).reduce((sum, node) => sum + (node.lit ?? 0), 0);
  await rows
    .filter({ has: page.locator(".name") })
    .first()
    .hover();
  const first = (await rows.first().getAttribute("title")) ?? "";
  await expect.poll(lit).toBe(counts.get(`user:${first}`));
  await rows.first().click();
  const panel = page.getByRole("complementary", { name: "Details" });
  await expect(panel.getByRole("heading", { name: first })).toBeVisible();
  await expect(rows.first()).toHaveAttribute("aria-selected", "true");
  await panel.getByRole("button", { name: "Keep" }).click();
  await expect(anchor(page, `user:${first}`)).toBeAttached();
  await panel.getByRole("button", { name: "Kept" }).click();
  await expect(anchor(page, `user:${first}`)).toHaveCount(0);
  await click(page, anchor(page, id));
  await expect(list).toHaveCount(0);
  await page.goBack();
  await expect(list).toBeVisible();
  expect(new Set((await drawn(page)).map((node) => node.id))).toEqual(new Set(before.map((node) => node.id)));
});

test("hover lights exactly the calls whose path holds the node", async ({ page }) => {
  await openGraph(page);
  const users = (await drawn(page)).filter(({ id, kind }) => kind === "value" && id.startsWith("user:")).slice(0, 4);
  expect(users.length).toBeGreaterThan(0);
  for (const { id, calls } of users) {
    await hover(page, anchor(page, id));
    await expect(anchor(page, id)).toHaveAttribute("data-lit", String(calls));
    const wanted = await countsOf(page, searchFor("user", id.slice(5)));
    for (const node of await drawn(page))
      if (node.kind === "value") expect(node.lit, `${id} lights ${node.id}`).toBe(wanted.get(node.id) ?? 0);
  }
  await page.mouse.move(5, 5);
  await expect(page.locator(".anchor").first()).not.toHaveAttribute("data-lit");
});

// The first and the last of each kind in each column: a value, a group, those behind the `+`, a band.
function someOf({ nodes }: Polygraph): number[] {
  const kinds = nodes.id.map((id, at) => `${/^\w+/.exec(id)} ${nodes.kind[at]}`);
  return kinds.flatMap((kind, at) => (kinds.indexOf(kind) === at || kinds.lastIndexOf(kind) === at ? [at] : []));
}

test("only this leaves what was shown, exclude the rest: value, group and more of every column", async ({ page }) => {
  test.slow(); // more than a hundred questions
  for (const [scope, how, bands] of [
    ["", "", 0],
    ["is:human ", "", 0],
    ["", "&band=true&clusters=true", 4],
  ] as const) {
    const shown = await answer(page, `?search=${encodeURIComponent(scope)}${how}`);
    const { nodes, calls } = shown;
    expect(nodes.kind.filter((kind) => kind === "steady").length).toBeGreaterThanOrEqual(bands);
    for (const at of someOf(shown)) {
      const search = nodes.search[at] ?? "";
      const only = await answer(page, `?search=${encodeURIComponent(`${scope}${search}`)}`);
      const without = await answer(page, `?search=${encodeURIComponent(`${scope}-(${search})`)}`);
      expect(only.calls, search).toBe(nodes.calls[at]);
      expect(only.calls + without.calls, search).toBe(calls);
    }
  }
});

test("steady traffic is a band a column: a click opens it, another shows all by name, and the address knows", async ({
  page,
}) => {
  await openGraph(page);
  const id = "user+steady";
  const { nodes, calls } = await answer(page, "?top=13&band=true&clusters=true");
  const at = nodes.id.indexOf(id);
  expect((await drawn(page)).find((node) => node.id === id)?.calls).toBe(nodes.calls[at]);
  expect((await answer(page, "?search=is%3Asteady+is%3Aalert")).paths).toBe(0);
  await click(page, anchor(page, id));
  const list = page.locator(`.open-list[data-list="${id}"]`);
  await expect(list.getByRole("listbox")).toHaveAccessibleName(new RegExp(`: ${nodes.values[at]} values`));
  await expect(list.getByRole("option").first()).toBeVisible();

  const button = page.getByRole("button", { name: "Steady" });
  await button.click();
  await expect(page).toHaveURL(/steady=shown/);
  await expect(page.locator('.anchor[data-kind="steady"]')).toHaveCount(0);
  await page.reload();
  await ready(page);
  await expect(button).toHaveAttribute("aria-pressed", "true");
  const { nodes: all } = await answer(page, "?top=13&clusters=true");
  expect(new Set((await drawn(page)).map((node) => node.id))).toEqual(new Set(all.id));
  await expect(page.getByTestId("calls")).toHaveText(`${calls.toLocaleString("en-US")} calls`);
  await button.click();
  await expect(anchor(page, id)).toBeAttached();
  await expect(page).not.toHaveURL(/steady=/);
});

test("several clusters have a column of their own, one has none", async ({ page }) => {
  await openGraph(page);
  const clusters = (await drawn(page)).filter(({ id }) => id.startsWith("cluster:"));
  const { calls } = await answer(page);
  expect(clusters.length).toBe(2);
  expect(clusters.reduce((sum, node) => sum + node.calls, 0)).toBe(calls);
  await expect(page.locator(".head").first()).toContainText("Cluster");
  const left = (id: string) => anchor(page, id).evaluate((one) => one.getBoundingClientRect().left);
  const address = (await drawn(page)).find(({ id }) => id.startsWith("sourceIp:"))?.id ?? "";
  const [first] = clusters;
  if (!first) throw new Error("no cluster is drawn");
  expect(await left(first.id)).toBeLessThan(await left(address));
  await click(page, anchor(page, first.id));
  await page.getByRole("button", { name: "Only this", exact: true }).click();
  await expect(page.getByTestId("calls")).toHaveText(`${first.calls.toLocaleString("en-US")} calls`);
  await ready(page);
  await expect(page.locator(".head").first()).toContainText("Source IP");
  expect((await drawn(page)).filter(({ id }) => id.startsWith("cluster"))).toEqual([]);
  await openGraph(page, `/?cluster=${encodeURIComponent(first.id.slice(8))}`);
  await expect(page.locator(".head").first()).toContainText("Source IP");
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

// One after the other: each is asked of what the one before left.
for (const { button, rank, left } of [
  { button: "Exclude", rank: -1, left: (all: number, own: number) => all - own },
  { button: "Only this", rank: 0, left: (_: number, own: number) => own },
])
  test(`${button} of a value of every column changes the picture, and nothing stays lit`, async ({ page }) => {
    await openGraph(page);
    let { calls } = await answer(page);
    let asked = 0;
    for (const key of COLUMN_KEYS) {
      const values = (await drawn(page)).filter(({ id, kind }) => kind === "value" && id.startsWith(`${key}:`));
      const node = values.sort((one, other) => other.calls - one.calls).at(rank);
      if (!node || node.calls === calls) continue;
      // A panel that closes makes room, and boxes move.
      await expect(async () => {
        await click(page, anchor(page, node.id));
        await expect(page).toHaveURL((url) => url.searchParams.get("sel") === `node:${node.id}`, { timeout: 2_000 });
      }).toPass();
      await page.getByRole("button", { name: button, exact: true }).click();
      calls = left(calls, node.calls);
      await expect(page.getByTestId("calls"), node.id).toHaveText(`${calls.toLocaleString("en-US")} calls`);
      await ready(page);
      await expect(page.locator(".anchor[data-lit]")).toHaveCount(0);
      asked++;
    }
    expect(asked).toBeGreaterThanOrEqual(6);
  });

test("one address draws one picture, whatever was looked at before", async ({ page }) => {
  const picture = () => page.locator(".anchor").evaluateAll((list) => list.map((one) => one.outerHTML));
  await openGraph(page, "/?q=is%3Ahuman");
  const fresh = await picture();
  await openGraph(page);
  await page.getByRole("textbox", { name: "Search" }).fill("is:human");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=is%3Ahuman/);
  await ready(page);
  await expect.poll(picture).toEqual(fresh);
});
