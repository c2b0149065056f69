// What is lit, painted over the dimmed picture on a canvas of its own: working out the style of every element anew, as
// the renderer does when their look changes, costs a third of the first load for each move of the pointer.
import { type Curve, curve, DENIED_FROM, dash, strokeWidth } from "./curve";
import { labelChoice } from "./elements";
import type { Hop } from "./graph";
import type { Highlight } from "./highlight";
import { KINDS } from "./kinds";
import { type Measure, short } from "./label";
import { BOX, type Box, type Layout } from "./layout";
import { mix, type Palette } from "./palette";
import { FONT } from "./style";

export interface Light {
  lit: Highlight;
  // the node itself, when one node is the reason
  self: string | null;
  // shown pale beside what is lit: what the same user does otherwise
  usual: Highlight | null;
  strong: boolean;
}

export interface Sheet {
  pen: CanvasRenderingContext2D;
  // the picture as it is painted undimmed, device pixels a pixel, and how far it is scrolled
  base: HTMLCanvasElement;
  ratio: number;
  left: number;
  top: number;
}

interface Scene {
  layout: Layout;
  busiest: number;
  palette: Palette;
  measure: Measure;
}

const HEIGHT = 23;
const ROUND = 5;

export function paint(sheet: Sheet, scene: Scene, light: Light | null) {
  const { pen, ratio, left, top } = sheet;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  if (!light) return;
  pen.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
  const { lit, usual, self, strong } = light;
  if (usual) for (const hop of usual.hops) line(pen, scene, hop, { color: "accent", alpha: 0.16, least: 1 });
  for (const hop of lit.hops) litLine(pen, scene, hop, strong ? 2.5 : 2);
  const sorted = [...lit.hops].sort((a, b) => b.calls - a.calls);
  for (const hop of labelChoice(sorted, scene.layout)) count(pen, scene, hop);
  for (const id of usual?.nodes.keys() ?? []) if (!lit.nodes.has(id)) box(sheet, scene, id, 0.72);
  for (const [id, calls] of lit.nodes) {
    if (id === self) halo(pen, scene, id);
    box(sheet, scene, id, 1);
    frame(pen, scene, id, id === self);
    share(pen, scene, id, calls);
  }
}

interface Stroke {
  color: string;
  alpha: number;
  least: number;
  dashes?: number[];
  width?: number;
}

function wayOf({ layout }: Scene, hop: Hop): Curve | null {
  const source = layout.byId.get(hop.source.id);
  const target = layout.byId.get(hop.target.id);
  return source && target ? curve(source, target, layout) : null;
}

function line(pen: CanvasRenderingContext2D, scene: Scene, hop: Hop, stroke: Stroke) {
  const way = wayOf(scene, hop);
  if (!way) return;
  pen.save();
  pen.globalAlpha = stroke.alpha;
  pen.strokeStyle = scene.palette(stroke.color);
  pen.lineWidth = stroke.width ?? Math.max(stroke.least, strokeWidth(hop.calls, scene.busiest));
  pen.setLineDash(stroke.dashes ?? []);
  pen.beginPath();
  pen.moveTo(...way.from);
  way.controls.forEach(([x, y], at) => {
    const next = way.controls[at + 1];
    const [endX, endY] = next ? [(x + next[0]) / 2, (y + next[1]) / 2] : way.to;
    pen.quadraticCurveTo(x, y, endX, endY);
  });
  pen.stroke();
  pen.restore();
}

function litLine(pen: CanvasRenderingContext2D, scene: Scene, hop: Hop, least: number) {
  line(pen, scene, hop, { color: "accent", alpha: 0.78, least });
  const refused = hop.denied / Math.max(1, hop.calls);
  if (refused < DENIED_FROM) return;
  line(pen, scene, hop, { color: "denied", alpha: 1, least, dashes: dash(refused), width: 1.75 });
}

function count(pen: CanvasRenderingContext2D, scene: Scene, hop: Hop) {
  const way = wayOf(scene, hop);
  if (!way) return;
  pen.font = `500 10.5px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = scene.palette("bg");
  pen.strokeText(short(hop.calls), ...way.middle);
  pen.fillStyle = scene.palette("text");
  pen.fillText(short(hop.calls), ...way.middle);
}

function outline(pen: CanvasRenderingContext2D, { x, y, width }: Box, by = 0) {
  pen.beginPath();
  pen.roundRect(x + 0.5 - by, y - HEIGHT / 2 - by, width - 1 + 2 * by, HEIGHT + 2 * by, ROUND + by);
}

// The box as it was painted, with the badge at its corner.
function box({ pen, base, ratio, left, top }: Sheet, { layout }: Scene, id: string, alpha: number) {
  const own = layout.byId.get(id);
  if (!own) return;
  const copy = (x: number, y: number, width: number, height: number) =>
    pen.drawImage(base, (x - left) * ratio, (y - top) * ratio, width * ratio, height * ratio, x, y, width, height);
  pen.save();
  pen.globalAlpha = alpha;
  outline(pen, own, 0.5);
  if (own.node.alerts.length) pen.arc(own.x + 1, own.y - BOX.height / 2 + 1, 7.5, 0, 2 * Math.PI);
  pen.clip();
  copy(own.x - 7, own.y - HEIGHT / 2 - 7, own.width + 8, HEIGHT + 8);
  pen.restore();
}

function halo(pen: CanvasRenderingContext2D, { layout, palette }: Scene, id: string) {
  const own = layout.byId.get(id);
  if (!own) return;
  pen.save();
  pen.globalAlpha = 0.16;
  pen.fillStyle = palette("accent");
  outline(pen, own, 3);
  pen.fill();
  pen.restore();
}

function frame(pen: CanvasRenderingContext2D, { layout, palette }: Scene, id: string, isSelf: boolean) {
  const own = layout.byId.get(id);
  if (!own) return;
  const color = palette(`kind-${KINDS[own.node.column]?.token}`);
  pen.strokeStyle = isSelf ? palette("accent") : mix(color, palette("line"), 0.85);
  pen.lineWidth = isSelf ? 1.5 : 1;
  pen.setLineDash(own.node.kind === "more" ? [3, 3] : []);
  outline(pen, own);
  pen.stroke();
  pen.setLineDash([]);
}

// The lit calls in place of all of them.
function share(pen: CanvasRenderingContext2D, { layout, palette, measure }: Scene, id: string, calls: number) {
  const own = layout.byId.get(id);
  if (!own || layout.columns[own.node.column]?.mini) return;
  const texts = [short(own.node.calls), short(calls)];
  const width = Math.max(...texts.map((text) => measure(text, 11, 600))) + 2;
  const right = own.x + own.width - 8;
  pen.fillStyle = palette(own.node.kind === "more" ? "bg" : "panel");
  pen.fillRect(right - width, own.y - 8, width + 1, 16);
  pen.font = `600 11px ${FONT}`;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillStyle = palette("accent");
  pen.fillText(short(calls), right, own.y + 0.5);
}
