// How tests read and touch the picture, and what the server says the picture must show.
import { expect, type Locator, type Page } from "@playwright/test";
import { COLUMN_KEYS, type ColumnKey, type Polygraph } from "../src/api/types";

export async function openGraph(page: Page, address = "/") {
  await page.goto(address);
  await ready(page);
}

export async function ready(page: Page) {
  await expect(page.locator('.graph[data-ready="true"]')).toBeVisible();
  await expect(page.locator('.graph-area[aria-busy="false"]')).toBeVisible();
}

export async function answer(page: Page, query = ""): Promise<Polygraph> {
  const response = await page.request.get(`/v1/polygraph${query}`);
  expect(response.ok()).toBe(true);
  return (await response.json()) as Polygraph;
}

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

// Calls of each value of each column, over some paths: what the page must show, worked out by other means.
export function countsOf(poly: Polygraph, paths: Iterable<number> = poly.paths.id.keys()): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for (const key of COLUMN_KEYS) {
      const value = poly.paths[key][path] ?? -1;
      if (value < 0) continue;
      const id = `${key}:${poly.values[key].names[value]}`;
      counts.set(id, (counts.get(id) ?? 0) + (poly.paths.calls[path] ?? 0));
    }
  }
  return counts;
}

export function pathsThrough(poly: Polygraph, key: ColumnKey, name: string): number[] {
  const value = poly.values[key].names.indexOf(name);
  return [...poly.paths.id.keys()].filter((path) => poly.paths[key][path] === value);
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
