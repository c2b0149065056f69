// Some of the paths of an answer, as the paths of one alert are. Pure.
import type { Polygraph } from "../api/types";

// The places, in the arrays, of those paths that are loaded.
export function pathsById(poly: Polygraph, ids: Iterable<number | string>): number[] {
  const wanted = new Set([...ids].map(Number));
  return poly.paths.id.flatMap((id, at) => (wanted.has(id) ? [at] : []));
}

// The same answer with some of its paths only, for "only these paths".
export function restrict(poly: Polygraph, ids: Iterable<number | string>): Polygraph {
  const at = pathsById(poly, ids);
  const pick = <T>(list: T[]) => at.map((index) => list[index] as T);
  const paths = Object.fromEntries(Object.entries(poly.paths).map(([key, list]) => [key, pick(list as unknown[])]));
  const sum = (list: number[]) => pick(list).reduce((total, count) => total + count, 0);
  return {
    ...poly,
    paths: paths as Polygraph["paths"],
    calls: sum(poly.paths.calls),
    errors: sum(poly.paths.errors),
    denied: sum(poly.paths.denied),
  };
}
