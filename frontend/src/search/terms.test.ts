import { describe, expect, it } from "vitest";
import { matches } from "./match";
import { parse } from "./parse";
import { addTerms, flipPill, narrower, negate, pills, removePill, searchFor } from "./terms";

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

describe("the search for a value", () => {
  it.each(["sa kube-system/x", 'quo"te', "back\\slash", "a|b (c)", "OR", "-x", "*", "plain-1.2_3/4", "Eva"])(
    "survives any text: %s",
    (name) => {
      const query = parse(searchFor("user", name));
      expect(matches(query, { user: name })).toBe(true);
      expect(matches(query, { user: `${name}x` })).toBe(false);
      expect(matches(query, { user: name.toUpperCase() })).toBe(name === name.toUpperCase());
      expect(matches(parse(negate(searchFor("user", name))), { user: name })).toBe(false);
    },
  );
  it("means one set of groups", () => {
    const query = parse(searchFor("group", "dev"));
    expect(matches(query, { group: ["dev"] })).toBe(true);
    expect(matches(query, { group: ["dev", "orders"] })).toBe(false);
  });
  it("is turned around as a whole", () => {
    const rest = parse(negate("ip:internal -ip:==10.0.0.1"));
    expect(matches(rest, { ip: "10.0.0.1", ipClass: "internal" })).toBe(true);
    expect(matches(rest, { ip: "10.0.0.2", ipClass: "internal" })).toBe(false);
  });
});
