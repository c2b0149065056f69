import { expect, it } from "vitest";
import { beside, runsOf } from "./runs";

const line = (ok: number[]) => {
  const none = ok.map(() => 0);
  return { start: 1000, step: 10, ok, failed: none, denied: none, extent: { from: null, to: null } };
};

it("a minute's silence in an hour is none", () => {
  const ok = Array.from({ length: 60 }, (_, at) => (at % 2 ? 0 : 1));
  expect(runsOf(line(ok))).toEqual([{ from: 1000, to: 1590, calls: 30 }]);
});

it("stretches of time with calls, and those next to a range", () => {
  const runs = runsOf(line([1, 2, 0, 0, 3, 0, 4]));
  expect(runs).toEqual([
    { from: 1000, to: 1020, calls: 3 },
    { from: 1040, to: 1050, calls: 3 },
    { from: 1060, to: 1070, calls: 4 },
  ]);
  expect(beside(runs, 1025, 1035)).toEqual({
    all: { from: 1000, to: 1070, calls: 10 },
    before: runs[0],
    after: runs[1],
  });
  expect(beside(runs, 2000, 3000)).toMatchObject({ before: runs[2], after: null });
  expect(beside(runs, null, 500)).toMatchObject({ before: null, after: runs[0] });
  expect(beside(runsOf(line([0, 0])), 0, 1)).toEqual({ all: null, before: null, after: null });
});
