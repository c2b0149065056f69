// The picture as a file and on paper: it has what is on the screen, and nothing of what is only for the screen.
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { short } from "../src/graph/label";
import { expectAccessible } from "./axe";
import { anchors, answer, click, drawn, openGraph } from "./graph";

async function save(page: Page, kind: "SVG" | "PNG"): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: "Save the graph" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: kind, exact: true }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

// Read by the browser's own parser, in a page of its own that has no policy about parsing.
async function textsOf(page: Page, svg: string) {
  const other = await page.context().newPage();
  const found = await other.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml");
    const list = (tag: string) => [...root.querySelectorAll(tag)];
    return {
      faults: list("parsererror").length,
      texts: list("text").map((one) => one.textContent ?? ""),
      dim: list('text[opacity="0.3"]').length,
      width: Number(root.documentElement.getAttribute("width")),
      height: Number(root.documentElement.getAttribute("height")),
    };
  }, svg);
  await other.close();
  return found;
}

test("the SVG has the count of every node, and says of what it is", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await openGraph(page, "/?q=exec");
  const poly = await answer(page, "?search=exec");
  const { name, bytes } = await save(page, "SVG");
  expect(name).toMatch(/^graphsvc-\d.*-exec\.svg$/);
  const { faults, texts, dim } = await textsOf(page, bytes.toString());
  expect(faults).toBe(0);
  const counts = (await drawn(page)).map(({ calls }) => short(calls));
  for (const count of new Set(counts))
    expect(texts.filter((text) => text === count).length).toBeGreaterThanOrEqual(
      counts.filter((other) => other === count).length,
    );
  expect(dim).toBe(0);
  expect(texts).toContain("exec");
  expect(texts.join("\n")).toContain(`${poly.calls} calls, ${poly.paths} paths, ${poly.denied} denied`);
  expect(texts).toContain(page.url());
  expect(complaints).toEqual([]);
});

test("what is lit on the screen is lit in the SVG", async ({ page }) => {
  await openGraph(page);
  await click(page, anchors(page, "status", "value").first());
  await expect(page.locator(".anchor[data-lit]").first()).toBeAttached();
  await page.mouse.move(2, 2);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  const { texts, dim } = await textsOf(page, (await save(page, "SVG")).bytes.toString());
  for (const { lit, calls } of await drawn(page)) expect(texts).toContain(short(lit || calls));
  expect(dim).toBeGreaterThan(0);
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test("the PNG is twice as large as the SVG, and not blank", async ({ page }) => {
      await openGraph(page);
      const { width, height } = await textsOf(page, (await save(page, "SVG")).bytes.toString());
      const { name, bytes } = await save(page, "PNG");
      expect(name).toMatch(/\.png$/);
      const other = await page.context().newPage();
      const image = await other.evaluate(async (data) => {
        const picture = new Image();
        picture.src = `data:image/png;base64,${data}`;
        await picture.decode();
        const canvas = document.createElement("canvas");
        canvas.width = picture.width;
        canvas.height = picture.height;
        const pen = canvas.getContext("2d");
        pen?.drawImage(picture, 0, 0);
        const { data: dots = [] } = pen?.getImageData(0, 0, picture.width, picture.height) ?? {};
        const colours = new Set<number>();
        for (let at = 0; at < dots.length; at += 4)
          colours.add(((dots[at] ?? 0) << 16) | ((dots[at + 1] ?? 0) << 8) | (dots[at + 2] ?? 0));
        return { width: picture.width, height: picture.height, colours: colours.size, corner: dots[0] ?? 0 };
      }, bytes.toString("base64"));
      await other.close();
      expect(image).toMatchObject({ width: Math.round(width) * 2, height: Math.round(height) * 2 });
      expect(image.colours).toBeGreaterThan(200);
      expect(image.corner > 128).toBe(scheme === "light");
    });

    test("paper has head, graph and the rows in sight, in light colours, and no control", async ({ page }) => {
      await openGraph(page);
      await expect(page.locator("table.calls tbody tr").first()).toBeVisible();
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      const seen = await page.locator("table.calls tbody tr:not(.unseen)").count();
      expect(seen).toBeGreaterThan(2);
      expect(seen).toBeLessThan(await page.locator("table.calls tbody tr").count());
      await page.emulateMedia({ media: "print" });
      const picture = page.locator(".printed > svg");
      await expect(picture).toBeVisible();
      const { calls } = await answer(page);
      await expect(picture).toContainText(`${calls.toLocaleString("en-US")} calls`);
      await expect(picture.locator("rect").first()).toHaveAttribute("fill", "rgb(251, 252, 253)");
      await expect(page.locator("table.calls tbody tr:visible")).toHaveCount(seen);
      for (const hidden of [".top", ".tools", ".time", ".stage", ".heads", ".tabs .btn"])
        await expect(page.locator(hidden).first()).toBeHidden();
      expect(await page.getByRole("button").filter({ visible: true }).count()).toBe(0);
      // One sheet: the browser draws it by itself, without the event of above.
      const sheet = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    });

    test("no axe violation in the open menu", async ({ page }) => {
      await openGraph(page);
      await page.getByRole("button", { name: "Save the graph" }).click();
      await expect(page.getByRole("button", { name: "Print" })).toBeVisible();
      await expectAccessible(page);
    });
  });
}
