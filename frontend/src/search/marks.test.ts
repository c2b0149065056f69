import { describe, expect, it } from "vitest";
import { foundBy, markedPieces } from "./marks";
import type { Field } from "./query";

const marked = (query: string, field: Field | undefined, shown: string, value?: string) =>
  markedPieces(foundBy(query), field, shown, value)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join("");

describe("what was searched for is marked", () => {
  it("in every place, whatever its case", () => {
    expect(marked("eva", "name", "createValidating-eva")).toBe("creat[eVa]lidating-[eva]");
    expect(marked("İ", "name", "aİb")).toBe("a[İ]b");
  });
  it("in the field that was asked for, and no other", () => {
    expect(marked("user:eva", "name", "eva")).toBe("eva");
    expect(marked("user:eva", "user", "eva")).toBe("[eva]");
    expect(marked("get", "verb", "get")).toBe("get");
    expect(marked("eva", undefined, "eva")).toBe("eva");
  });
  it("not for what is kept away, but for what is asked for twice around", () => {
    expect(marked("-eva", "name", "eva")).toBe("eva");
    expect(marked("-(-eva)", "name", "eva")).toBe("[eva]");
  });
  it("by pieces of a pattern, whole by a number, a network or an exact value", () => {
    expect(marked("name:web*x", "name", "web-1-x")).toBe("[web]-1-[x]");
    expect(marked("code:>=400", "code", "403")).toBe("[403]");
    expect(marked("ip:10.0.0.0/8", "ip", "10.1.2.3")).toBe("[10.1.2.3]");
    expect(marked('user:="system:anonymous"', "user", "system:anonymous")).toBe("[system:anonymous]");
  });
  it("whole, where the shown part leaves the match out", () => {
    expect(marked("serviceaccount", "user", "sa build/bot", "system:serviceaccount:build:bot")).toBe("[sa build/bot]");
  });
  it("overlaps are one, and special characters are characters", () => {
    expect(marked("ab bc", "name", "abc")).toBe("[ab][c]");
    expect(marked('"a.b(c"', "name", "a.b(c axb(c")).toBe("[a.b(c] axb(c");
    expect(marked('"unclosed', "name", "unclosed")).toBe("unclosed");
  });
});
