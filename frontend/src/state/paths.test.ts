import { expect, it } from "vitest";
import type { Polygraph } from "../api/types";
import { pathsById, restrict } from "./paths";

const paths = { id: [100, 101, 102], user: [0, 1, -1], calls: [3, 5, 2], errors: [0, 1, 2], denied: [0, 0, 2] };
const ANSWER = { calls: 10, errors: 3, denied: 2, paths } as unknown as Polygraph;

it("an answer is restricted to some paths by their ids", () => {
  expect(pathsById(ANSWER, ["101"])).toEqual([1]);
  expect(restrict(ANSWER, [101, 999])).toEqual({
    calls: 5,
    errors: 1,
    denied: 0,
    paths: { id: [101], user: [1], calls: [5], errors: [1], denied: [0] },
  });
});
