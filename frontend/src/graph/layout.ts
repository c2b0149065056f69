// Where everything stands: column widths by content, gaps, boxes top-aligned. Pure; measuring text is handed in.
import { type GraphNode, isRest } from "./graph";
import { KINDS, kindAt } from "./kinds";
import { fitColumn, type Label, labelOf, type Measure, short } from "./label";

type Density = "wide" | "middle" | "compact";

export interface Box {
  node: GraphNode;
  x: number;
  // middle of the box
  y: number;
  width: number;
  label: Label;
}

export interface ColumnPlace {
  x: number;
  width: number;
  // bottom of its boxes
  end: number;
  // boxes with an icon only
  mini: boolean;
  empty: boolean;
  boxes: Box[];
}

export interface Layout {
  columns: ColumnPlace[];
  byId: Map<string, Box>;
  bottom: number;
  height: number;
  density: Density;
  size: number;
}

export const BOX = { height: 24, head: 10 };
const WIDEST: Record<Density, (number | null)[]> = {
  wide: KINDS.map(() => null),
  middle: [140, 142, 140, 184, 24, 150, 150, 80, 124],
  compact: [112, 104, 96, 128, 24, 126, 122, 62, 90],
};
const LEAST_GAP: Record<Density, number> = { wide: 34, middle: 26, compact: 16 };
const PITCH = 29;
const EIGHT = 8;

export const densityFor = (width: number): Density => (width < 900 ? "compact" : width < 1200 ? "middle" : "wide");

export function layout(columns: GraphNode[][], width: number, measure: Measure): Layout {
  // A column more is less room for each.
  const density = densityFor((width * EIGHT) / Math.max(EIGHT, columns.length));
  const size = density === "compact" ? 11.5 : 12;
  const places = columns.map((nodes, column) => emptyPlace(nodes, kindAt(column, columns.length), density));
  places.forEach((place, column) => {
    place.width = columnWidth(columns[column] ?? [], kindAt(column, columns.length), place, density, size, measure);
  });
  spread(places, columns, width, density);
  places.forEach((place, column) => {
    const nodes = columns[column] ?? [];
    const labels = labelsIn(place, nodes, density, size, measure);
    place.boxes = nodes.map((node, at) => ({
      node,
      x: place.x,
      y: BOX.head + at * PITCH + BOX.height / 2,
      width: place.width,
      label: labels[at] ?? { muted: "", main: "", after: "" },
    }));
    place.end = BOX.head + nodes.length * PITCH;
  });
  const byId = new Map(places.flatMap(({ boxes }) => boxes).map((box) => [box.node.id, box]));
  const bottom = Math.max(BOX.head + PITCH, ...places.map(({ end }) => end));
  return { columns: places, byId, bottom, height: bottom + 18, density, size };
}

// Where the text of a box begins, and the blank between text and count.
export const textLeft = (node: GraphNode, density: Density) => (density === "compact" || isRest(node) ? 7 : 24);
const TEXT_END = 14;

function labelsIn(place: ColumnPlace, nodes: GraphNode[], density: Density, size: number, measure: Measure): Label[] {
  const wanted = nodes.map((node) => ({
    node,
    label: wantedLabel(node, density),
    room: place.width - TEXT_END - measure(short(node.calls), 11, 500) - textLeft(node, density),
  }));
  return fitColumn(wanted, size, measure);
}

// Without room for icons a group says with a sign that it opens.
function wantedLabel(node: GraphNode, density: Density): Label {
  const label = labelOf(node);
  return density === "compact" && node.kind === "group" ? { muted: "+ ", main: label.main, after: "" } : label;
}

function emptyPlace(nodes: GraphNode[], of: number, density: Density): ColumnPlace {
  const mini = density !== "wide" && of === 4 && nodes.length > 0;
  return { x: 0, width: 0, end: 0, mini, empty: nodes.length === 0, boxes: [] };
}

function columnWidth(
  nodes: GraphNode[],
  of: number,
  place: ColumnPlace,
  density: Density,
  size: number,
  measure: Measure,
): number {
  if (place.empty) return density === "compact" ? 12 : 22;
  if (place.mini) return 24;
  const chrome = density === "compact" ? 24 : 46;
  const need = Math.max(...nodes.map((node) => textWidth(node, size, measure) + chrome));
  const kind = KINDS[of] as (typeof KINDS)[number];
  const head = density === "compact" ? 0 : measure(kind.name, 12, 600) + 58;
  const widest = Math.max(WIDEST[density][of] ?? kind.widest, addressWidth(nodes, of, chrome, size, measure));
  return Math.round(Math.min(widest, Math.max(need, head, density === "compact" ? 56 : 84)));
}

// Half an address is nobody's. What is longer than any address is text that a caller made up.
const LONGEST_ADDRESS = 45;

function addressWidth(nodes: GraphNode[], of: number, chrome: number, size: number, measure: Measure): number {
  if (of !== 0) return 0;
  const whole = nodes.filter(({ kind, label }) => kind === "value" && label.length <= LONGEST_ADDRESS);
  return Math.max(0, ...whole.map((node) => textWidth(node, size, measure) + chrome));
}

function textWidth(node: GraphNode, size: number, measure: Measure): number {
  const { muted, main, after } = labelOf(node);
  return measure(muted + main + after, size) + measure(short(node.calls), 11, 500);
}

// Empty and nearly empty columns get narrower gaps beside them; spare width goes into boxes before it goes into gaps.
function spread(places: ColumnPlace[], columns: GraphNode[][], width: number, density: Density) {
  const pad = density === "compact" ? 12 : 16;
  const room = width - 2 * pad;
  const crowd = (column: number) =>
    places[column]?.empty || places[column]?.mini ? 0.6 : (columns[column]?.length ?? 0) < 4 ? 0.75 : 1;
  const weights = places.slice(1).map((_, at) => Math.min(crowd(at), crowd(at + 1)));
  const units = weights.reduce((sum, weight) => sum + weight, 0);
  shrink(places, room - units * LEAST_GAP[density]);
  grow(places, room, units, density);
  const gap = (room - total(places)) / units;
  let x = pad;
  places.forEach((place, column) => {
    place.x = Math.round(x);
    x += place.width + gap * (weights[column] ?? 0);
  });
}

const total = (places: ColumnPlace[]) => places.reduce((sum, place) => sum + place.width, 0);

// Addresses keep their width.
function shrink(places: ColumnPlace[], room: number) {
  const able = places.filter((_, at) => kindAt(at, places.length) !== 0);
  for (let guard = 0; total(places) > room && guard < 4000; guard++) {
    const widest = able.reduce((a, b) => (b.width > a.width ? b : a));
    if (widest.width <= 40) return;
    widest.width -= 1;
  }
}

function grow(places: ColumnPlace[], room: number, units: number, density: Density) {
  const spare = room - total(places) - 68 * units;
  const able = places.filter((place) => !place.empty && !place.mini);
  if (spare <= 0 || density === "compact" || able.length === 0) return;
  const add = Math.floor(Math.min(34, spare / able.length));
  for (const place of able) place.width += add;
}
