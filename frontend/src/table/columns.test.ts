import { describe, expect, it } from "vitest";
import { chosenColumns, toggled } from "./columns";

describe("table columns", () => {
  it("write nothing while they are the default", () => {
    const more = toggled(null, "verb");
    expect(more).toContain("verb");
    expect(toggled(more, "verb")).toBeNull();
  });
  it("leave unknown names alone", () => {
    expect(chosenColumns(["nonsense", "user"]).map(({ id }) => id)).toEqual(["user"]);
    expect(chosenColumns([]).length).toBeGreaterThan(5);
  });
});
