// Turns boxes and hops into the renderer's elements. A box is several elements: frame, muted text, text, count, alert badge.
import type { WireSeverity } from "../api/types";
import { ICONS } from "../ui/icons";
import { type Curve, curve, DENIED_FROM, dash, relative, strokeWidth } from "./curve";
import { SEVERITIES } from "./facts";
import { type GraphNode, type Hop, isRest } from "./graph";
import type { Light } from "./highlight";
import { iconOf, KINDS } from "./kinds";
import { type Measure, short } from "./label";
import { BOX, type Box, type Layout, textLeft } from "./layout";
import { mix, type Palette } from "./palette";

export interface Scene {
  layout: Layout;
  hops: Hop[];
}

export interface Part {
  group: "nodes" | "edges";
  classes: string;
  data: Record<string, unknown>;
  position?: { x: number; y: number };
  // set on the element itself: lists have no data mapper
  own?: Record<string, unknown>;
  // of a hop
  way?: Curve;
}

// On group, status and cluster an alert would sit on everything.
const BADGED = new Set([0, 2, 3, 4, 5, 6]);

export function boxParts(box: Box, layout: Layout, palette: Palette, measure: Measure): Part[] {
  const { node } = box;
  const mini = layout.columns[node.column]?.mini ?? false;
  const badge = badgeOf(node);
  const parts = [frame(box, mini, palette, layout.density !== "compact" || mini)];
  if (!mini) parts.push(...texts(box, layout, measure));
  if (badge) parts.push(part(node, `badge ${badge}`, box.x + 1, box.y - BOX.height / 2 + 1, {}));
  return parts;
}

function part(node: GraphNode, classes: string, x: number, y: number, data: Record<string, unknown>): Part {
  const name = classes.replace(/\s.*$/, "");
  const position = { x, y };
  return {
    group: "nodes",
    classes,
    position,
    data: { id: `${classes.split(" ").join("-")}|${node.id}`, owner: node.id, name, ...data },
  };
}

function frame(box: Box, mini: boolean, palette: Palette, icons: boolean): Part {
  const { node } = box;
  const color = palette(`kind-${KINDS[node.of]?.token}`);
  const classes = node.kind === "value" ? "box" : `box ${node.kind}`;
  const data = {
    id: node.id,
    width: box.width - 1,
    border: mix(color, palette("line"), 0.38),
    strong: mix(color, palette("line"), 0.85),
    ...(isRest(node) || !icons ? {} : { icon: iconUri(node, color), iconX: mini ? 5 : 6 }),
  };
  return { ...part(node, classes, box.x + box.width / 2, box.y, data), data: { ...data, owner: node.id } };
}

export const shapesOf = (node: GraphNode) =>
  ICONS[node.kind === "group" ? "plus" : iconOf(node.of, node.className, node.label)];

function iconUri(node: GraphNode, color: string): string {
  const shapes = shapesOf(node).map(([tag, attributes]) => {
    const text = Object.entries(attributes).map(([key, value]) => `${key}='${value}'`);
    return `<${tag} ${text.join(" ")}/>`;
  });
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='39' height='39' viewBox='0 0 24 24' fill='none' stroke='${color}' stroke-width='2.1' stroke-linecap='round' stroke-linejoin='round'>${shapes.join("")}</svg>`;
  // Kept short, because the renderer reads it anew whenever the look of the box changes; a blank would end it.
  return `data:image/svg+xml,${svg.replace(/[%#<>\s]/g, encodeURIComponent)}`;
}

function texts(box: Box, layout: Layout, measure: Measure): Part[] {
  const { node } = box;
  const { size } = layout;
  const { label } = box;
  const count = short(node.calls);
  const left = box.x + textLeft(node, layout.density);
  const mainAt = left + measure(label.muted, size);
  const refused = node.of === 7 && node.className === "denied";
  const parts: Part[] = [];
  if (label.muted) parts.push(part(node, `text muted${refused ? " denied" : ""}`, left, box.y, { label: label.muted }));
  if (label.main) parts.push(part(node, `text${refused ? " denied" : ""}`, mainAt, box.y, { label: label.main }));
  // The renderer cuts blanks at the ends of a text, so the blank before the number of members is added as room.
  const afterAt = mainAt + measure(`${label.main} `, size);
  if (label.after) parts.push(part(node, "text muted after", afterAt, box.y, { label: label.after.trim() }));
  parts.push(part(node, "text count", box.x + box.width - 8, box.y, { label: count }));
  return parts;
}

function badgeOf(node: GraphNode): WireSeverity | null {
  if (!BADGED.has(node.of)) return null;
  return SEVERITIES.find((severity) => node.alerts.some((alert) => alert.severity === severity)) ?? null;
}

interface HopLook {
  classes: string;
  least: number;
  labels: boolean;
}

export const plainHops = (scene: Scene) => hopParts(scene.hops, scene, { classes: "hop", least: 1, labels: false });

// What comes over the plain hops: the lit ones, and those that are pale beside them.
export function lightHops(scene: Scene, { lit, usual, strong }: Light): Part[] {
  const pale = usual ? hopParts(usual.hops, scene, { classes: "usual", least: 1, labels: false }) : [];
  return [...pale, ...hopParts(lit.hops, scene, { classes: "lit", least: strong ? 2.5 : 2, labels: true })];
}

function hopParts(hops: Hop[], { layout, hops: all }: Scene, look: HopLook): Part[] {
  const most = Math.max(2, ...all.map(({ calls }) => calls));
  const sorted = [...hops].sort((a, b) => b.calls - a.calls);
  const labelled = look.labels ? labelChoice(sorted, layout) : new Set<Hop>();
  return sorted.flatMap((hop) => {
    const way = wayOf(hop, layout);
    if (!way) return [];
    const stroke = Math.max(look.least, strokeWidth(hop.calls, most));
    const line = hopPart(hop, way, `${look.classes}${pale(hop, look)}`, {
      stroke,
      ...(labelled.has(hop) ? { label: short(hop.calls) } : {}),
    });
    const share = hop.denied / Math.max(1, hop.calls);
    if (share < DENIED_FROM || look.classes === "usual") return [line];
    const red = hopPart(hop, way, `${look.classes} refused`, { stroke });
    red.own = { ...red.own, "line-dash-pattern": dash(share) };
    return [line, red];
  });
}

// Lit it is as strong as all that is lit.
const pale = ({ source, target }: Hop, { classes }: HopLook) =>
  classes === "hop" && (source.kind === "steady" || target.kind === "steady") ? " pale" : "";

function wayOf(hop: Hop, layout: Layout): Curve | null {
  const source = layout.byId.get(hop.source.id);
  const target = layout.byId.get(hop.target.id);
  return source && target ? curve(source, target, layout) : null;
}

function hopPart(hop: Hop, way: Curve, classes: string, data: Record<string, unknown>): Part {
  const { weights, distances } = relative(way);
  return {
    group: "edges",
    classes,
    data: { id: `${classes}|${hop.id}`, source: hop.source.id, target: hop.target.id, hop: hop.id, ...data },
    own: { "control-point-weights": weights, "control-point-distances": distances },
    way,
  };
}

// Counts only where they do not touch: the six busiest between two columns.
function labelChoice(sorted: Hop[], layout: Layout): Set<Hop> {
  const chosen = new Set<Hop>();
  if (layout.density === "compact") return chosen;
  const taken: [number, number][] = [];
  const perColumn = new Map<number, number>();
  for (const hop of sorted) {
    const way = wayOf(hop, layout);
    const used = perColumn.get(hop.target.column) ?? 0;
    if (!way || used >= 6) continue;
    const [x, y] = way.middle;
    if (taken.some(([tx, ty]) => Math.abs(tx - x) < 26 && Math.abs(ty - y) < 15)) continue;
    taken.push([x, y]);
    perColumn.set(hop.target.column, used + 1);
    chosen.add(hop);
  }
  return chosen;
}
