import { expect, it } from "vitest";
import { readable } from "./format";

it("records are set in lines where they are JSON", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":')).toBe('{"a":');
});
