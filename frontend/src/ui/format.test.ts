import { expect, it } from "vitest";
import { here, readable, rowTime, spanOf } from "./format";

it("records are set in lines where they are JSON", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":')).toBe('{"a":');
});

it("rows say of their time what tells them apart", () => {
  const at = (text: string) => Date.parse(text);
  const [noon, night] = [at("2026-11-23T12:00:00Z"), at("2026-11-24T00:00:00Z")];
  expect([spanOf([]), spanOf([noon]), spanOf([noon, night])]).toEqual(["clock", "clock", "day"]);
  expect(spanOf([noon, at("2024-11-23T12:00:00Z")])).toBe("year");
  expect(rowTime(noon, "clock")).toBe("12:00:00.000");
  expect(rowTime(noon, "day")).toBe("23 Nov, 12:00:00.000");
  expect(rowTime(noon, "year")).toBe("23 Nov 2026, 12:00:00.000");
  expect(here(Number.NaN)).toBe("");
});
