// The way of a hop: an S-curve, or several, when it has to pass under the boxes of a column it skips.
import type { Box, ColumnPlace, Layout } from "./layout";

type Point = [number, number];

export interface Curve {
  from: Point;
  to: Point;
  // control points of a chain of quadratic curves, joined half-way
  controls: Point[];
  // where the renderer puts the label
  middle: Point;
}

export function curve(source: Box, target: Box, layout: Layout): Curve {
  const points: Point[] = [[source.x + source.width, source.y]];
  const end: Point = [target.x, target.y];
  for (let column = source.node.column + 1; column < target.node.column; column++) {
    const place = layout.columns[column] as ColumnPlace;
    if (place.empty) continue;
    const full = layout.bottom - place.end < 80;
    if (!full && passes(points.at(-1) as Point, end, place)) continue;
    const lane = laneUnder(place, full, source, target, layout);
    points.push([place.x - 4, lane], [place.x + place.width + 4, lane]);
  }
  points.push(end);
  return chain(points);
}

function laneUnder(place: ColumnPlace, full: boolean, source: Box, target: Box, layout: Layout): number {
  const rows = (source.y + target.y) / 29;
  return full ? layout.bottom + 2 + 3 * (Math.round(source.y / 29) % 3) : place.end + 5 + Math.min(40, 2.5 * rows);
}

// Whether the plain S-curve between two points stays under the boxes of a column.
function passes([ax, ay]: Point, [bx, by]: Point, place: ColumnPlace): boolean {
  const at = (x: number) => {
    const t = Math.min(1, Math.max(0, (x - ax) / (bx - ax)));
    return ay + (by - ay) * (3 * t * t - 2 * t * t * t);
  };
  return Math.min(at(place.x), at(place.x + place.width)) > place.end + 2;
}

function chain(points: Point[]): Curve {
  const controls: Point[] = [];
  for (let at = 1; at < points.length; at++) {
    const [ax, ay] = points[at - 1] as Point;
    const [bx, by] = points[at] as Point;
    const reach = (bx - ax) * 0.42;
    controls.push([ax + reach, ay], [bx - reach, by]);
  }
  const [lx, ly] = controls[controls.length / 2 - 1] as Point;
  const [rx, ry] = controls[controls.length / 2] as Point;
  const middle: Point = [(lx + rx) / 2, (ly + ry) / 2];
  return { from: points[0] as Point, to: points.at(-1) as Point, controls, middle };
}

// As the path of an SVG. Each control point bends one piece; pieces meet half-way between two of them.
export const pathOf = ({ from, to, controls }: Curve): string =>
  [
    "M",
    ...from,
    ...controls.flatMap(([x, y], at) => {
      const next = controls[at + 1];
      return ["Q", x, y, ...(next ? [(x + next[0]) / 2, (y + next[1]) / 2] : to)];
    }),
  ].join(" ");

// Control points as the renderer wants them: how far along the straight line between the ends, and how far beside it.
export function relative({ from, to, controls }: Curve): { weights: number[]; distances: number[] } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const along = controls.map(([x, y]) => ((x - from[0]) * dx + (y - from[1]) * dy) / (length * length));
  const beside = controls.map(([x, y]) => ((y - from[1]) * dx - (x - from[0]) * dy) / length);
  return { weights: along, distances: beside };
}

export const strokeWidth = (calls: number, most: number) =>
  1 + (4 * Math.log(Math.max(1, calls))) / Math.log(Math.max(2, most));

// Red is for a share of refused calls, not for any single one.
export const DENIED_FROM = 0.25;
export const dash = (share: number): [number, number] => [2 + 6 * share, 6 - 2.5 * share];
