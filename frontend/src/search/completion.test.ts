import { describe, expect, it } from "vitest";
import { didYouMean, fieldsFor, lastWord, meantField, termOf } from "./completion";

describe("the word in the making", () => {
  it.each([
    ["us", { before: "", field: null, text: "us" }],
    ["exec user:ev", { before: "exec ", field: "user", text: "ev" }],
    ["-ns:", { before: "-", field: "ns", text: "" }],
    ["(a OR user:=e", { before: "(a OR ", field: "user", text: "e" }],
    ['user:"Eva G', { before: "", field: "user", text: "Eva G" }],
    ['"sh -c" USER:x', { before: '"sh -c" ', field: "user", text: "x" }],
    ["exec ", { before: "exec ", field: null, text: "" }],
  ])("%s", (text, word) => expect(lastWord(text)).toEqual(word));

  it.each(['"sh us', "system:ma", 'user:"a" b"', "user:a)"])("%s is none", (text) => expect(lastWord(text)).toBeNull());

  it("is not slow for a hostile text", () => {
    expect(lastWord(`${'a"b '.repeat(250)}x:`)).toBeNull();
    expect(lastWord("-".repeat(1_000))?.field).toBeNull();
  });

  it("becomes a field, or a term that means exactly the value", () => {
    expect(fieldsFor("a")).toEqual(["aws", "as", "action", "agent", "alert"]);
    expect(fieldsFor("user")).toEqual([]);
    expect(fieldsFor("")).toEqual([]);
    expect(termOf("user", 'a "b"')).toBe('user:="a \\"b\\""');
    expect(termOf("is", "denied")).toBe("is:denied");
  });
});

describe("did you mean", () => {
  it.each([
    ["usr:eva", "user:eva"],
    ["exec -usre:eva", "exec -user:eva"],
    ["namespace:shop (nmae:web)", "ns:shop (name:web)"],
    ["groups:dev", "group:dev"],
    ["code:499..400", "code:400..499"],
  ])("%s: %s", (text, meant) => expect(didYouMean(text)).toBe(meant));

  it.each([
    "user:eva",
    "system:masters",
    "system:serviceaccount:a:b",
    "arn:aws:iam::1:user/x",
    '"usr:eva"',
    "usr",
    "usr:",
    "code:400..499",
    "10.0.0.1:443",
    "",
  ])("%s: nothing", (text) => expect(didYouMean(text)).toBeNull());

  it("a field is meant by one slip, not by two", () => {
    expect(meantField("stts")).toBeNull();
    expect(meantField("statsu")).toBe("status");
    expect(meantField("clster")).toBe("cluster");
    expect(meantField("in")).toBeNull();
  });
});
