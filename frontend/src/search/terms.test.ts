import { describe, expect, it } from "vitest";
import { termsFor } from "../graph/kinds";
import { matches } from "./match";
import { parse } from "./parse";
import { addTerms, exactly, flipPill, narrower, negate, pills, removePill } from "./terms";

describe("terms as pills", () => {
  it("are the top-level terms", () => {
    expect(pills('exec -ben user:="a b" (x OR y)').map(({ text }) => text)).toEqual([
      "exec",
      "-ben",
      'user:="a b"',
      "(x OR y)",
    ]);
    expect(pills("(a b)").map(({ text }) => text)).toEqual(["(a b)"]);
    expect(pills("a OR b")).toHaveLength(1);
    expect(pills('"open')).toEqual([]);
  });
  it("can be removed and turned around", () => {
    expect(removePill("exec -ben x", 1)).toBe("exec x");
    expect(flipPill("exec -ben", 0)).toBe("-exec -ben");
    expect(flipPill("exec -ben", 1)).toBe("exec ben");
    expect(flipPill("a OR b", 0)).toBe("-(a OR b)");
    expect(flipPill("NOT a", 0)).toBe("a");
  });
  it("are added once, and drive out their opposite", () => {
    expect(addTerms("exec", "exec")).toBe("exec");
    expect(addTerms("exec x", "-exec")).toBe("x -exec");
    expect(addTerms("a OR b", "c")).toBe("(a OR b) c");
    expect(addTerms("", "user:=bob")).toBe("user:=bob");
  });
  it("offer the narrow form of an exclusion", () => {
    expect(narrower("exec -pod", 1)).toBe("exec -name:pod");
    expect(narrower("exec -user:pod", 1)).toBeNull();
  });
});

describe("terms for a value", () => {
  it.each(["sa kube-system/x", 'quo"te', "back\\slash", "a|b (c)", "OR", "-x", "*", "plain-1.2_3/4"])(
    "survive any text: %s",
    (name) => {
      const query = parse(exactly("user", name));
      expect(matches(query, { user: name })).toBe(true);
      expect(matches(query, { user: `${name}x` })).toBe(false);
    },
  );
  it("mean one resource of one namespace, or one without", () => {
    const terms = termsFor("resource", "orders/pods").join(" ");
    expect(matches(parse(terms), { ns: "orders", resource: "pods" })).toBe(true);
    expect(matches(parse(terms), { ns: "shop", resource: "pods" })).toBe(false);
    const nodes = termsFor("resource", "nodes").join(" ");
    expect(matches(parse(nodes), { resource: "nodes" })).toBe(true);
    expect(matches(parse(nodes), { ns: "x", resource: "nodes" })).toBe(false);
    expect(matches(parse(negate(["ns:=a", "kind:=pods"])), { ns: "b", resource: "pods" })).toBe(true);
  });
});
