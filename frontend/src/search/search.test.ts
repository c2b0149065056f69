import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Call, matches } from "./match";
import { parse } from "./parse";
import { SearchError } from "./query";

interface Case {
  query: string;
  call?: Call;
  matches?: boolean;
  error?: boolean;
  position?: number;
}

// The same file is read by the tests of the server's parser.
const cases: Case[] = JSON.parse(readFileSync(new URL("../../../tests/cases-search.json", import.meta.url), "utf8"));

describe("search grammar", () => {
  it("has enough shared cases", () => expect(cases.length).toBeGreaterThan(60));

  it.each(cases.map((one, index) => [index, one.query.slice(0, 60), one] as const))(
    "case %i: %s",
    (_index, _name, one) => {
      if (one.error) {
        expect(() => parse(one.query)).toThrow(SearchError);
        expect(positionOf(one.query)).toBe(one.position);
      } else {
        expect(matches(parse(one.query), one.call ?? {})).toBe(one.matches);
      }
    },
  );
});

function positionOf(query: string): number | undefined {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof SearchError) return error.position;
  }
  return undefined;
}
