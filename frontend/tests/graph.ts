// How tests read and touch the picture, and what the server says the picture must show.
import { expect, type Locator, type Page } from "@playwright/test";
import { COLUMN_KEYS, type ColumnKey, type Polygraph, type Values } from "../src/api/types";

export async function openGraph(page: Page, address = "/") {
  await page.goto(address);
  await ready(page);
}

export async function ready(page: Page) {
  await expect(page.locator('.graph[data-ready="true"]')).toBeVisible();
  await expect(page.locator('.graph-area[aria-busy="false"]')).toBeVisible();
}

// Any page, not the picture alone.
export async function settle(page: Page, address: string) {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await expect(page.locator(".skeleton")).toHaveCount(0);
}

export async function answer(page: Page, query = ""): Promise<Polygraph> {
  const response = await page.request.get(`/v1/polygraph${query}`);
  expect(response.ok()).toBe(true);
  return (await response.json()) as Polygraph;
}

// Values that are shown by name.
export const names = ({ nodes }: Polygraph, key: ColumnKey): string[] =>
  nodes.name.filter((_, at) => nodes.id[at]?.startsWith(`${key}:`));

export const anchors = (page: Page, column: ColumnKey, kind?: string) =>
  page.locator(`.anchor[data-node^="${column}${kind === "value" ? ":" : ""}"]${kind ? `[data-kind="${kind}"]` : ""}`);

export const anchor = (page: Page, id: string) => page.locator(`.anchor[data-node=${JSON.stringify(id)}]`);

export async function centre(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error("the node is not drawn");
  return { x: box.x + Math.min(40, box.width / 2), y: box.y + box.height / 2 };
}

export async function hover(page: Page, target: Locator) {
  await page.mouse.move(2, 2);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  const { x, y } = await centre(target);
  await page.mouse.move(x - 3, y);
  await page.mouse.move(x, y);
}

export async function click(page: Page, target: Locator) {
  const { x, y } = await centre(target);
  await page.mouse.click(x, y);
}

export async function search(page: Page, text: string) {
  const box = page.getByRole("textbox", { name: "Search" });
  await box.fill(text);
  await box.press("Enter");
}

// Calls of each value of each column for a search: what the page must show, asked for by other means.
export async function countsOf(page: Page, search = ""): Promise<Map<string, number>> {
  const response = await page.request.get("/v1/polygraph/values", { params: { search, first: 1000 } });
  expect(response.ok()).toBe(true);
  const { columns } = (await response.json()) as Values;
  return new Map(
    [...COLUMN_KEYS, "cluster" as const].flatMap((key) => {
      const list = columns[key];
      expect(list?.name.length, key).toBe(list?.total);
      return (list?.name ?? []).map((name, at) => [`${key}:${name}`, list?.calls[at] ?? 0] as const);
    }),
  );
}

export interface Seen {
  id: string;
  kind: string;
  open: boolean;
  calls: number;
  lit: number | null;
}

export async function drawn(page: Page): Promise<Seen[]> {
  return page.locator(".anchor").evaluateAll((list) =>
    list.map((one) => {
      const { node = "", kind = "", open, calls, lit } = (one as HTMLElement).dataset;
      return {
        id: node,
        kind,
        open: open === "true",
        calls: Number(calls),
        lit: lit === undefined ? null : Number(lit),
      };
    }),
  );
}
