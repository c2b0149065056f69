import { describe, expect, it } from "vitest";
import { cursorOf, ListLoader } from "./loader";

// Three pages of one row each; the cursor is the number of the page before.
const pages = (asked: (string | null)[]) =>
  new ListLoader(async (after) => {
    asked.push(after);
    const at = Number(after ?? 0) + 1;
    return { rows: [at], more: at < 3 ? String(at) : null, total: 3 };
  });

describe("a list that comes page by page", () => {
  it("grows to its end and no further", async () => {
    const asked: (string | null)[] = [];
    const list = pages(asked);
    await list.loadMore();
    expect(asked).toEqual([]);
    await list.loadFirst();
    expect(list.data.value).toEqual({ rows: [1], more: "1", total: 3 });
    for (let turn = 0; turn < 4; turn++) await list.loadMore();
    expect(list.data.value).toEqual({ rows: [1, 2, 3], more: null, total: 3 });
    expect(asked).toEqual([null, "1", "2"]);
  });

  it("asks for one page at a time, and a new first page cancels the next one", async () => {
    const asked: (string | null)[] = [];
    const list = pages(asked);
    await list.loadFirst();
    const next = list.loadMore();
    expect([list.busy.value, list.growing.value]).toEqual([true, true]);
    await list.loadMore();
    expect(asked).toEqual([null, "1"]);
    await Promise.all([next, list.loadFirst()]);
    expect(list.data.value?.rows).toEqual([1]);
    expect([list.busy.value, list.growing.value]).toEqual([false, false]);
  });

  it("ends where the server says so, whatever its cursor", () => {
    expect(cursorOf({ hasNextPage: true, endCursor: "x" })).toBe("x");
    expect(cursorOf({ hasNextPage: false, endCursor: "x" })).toBeNull();
  });
});
