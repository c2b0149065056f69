// What is lit, painted over the dimmed picture on a canvas of its own: working out the style of every element anew, as
// the renderer does when their look changes, costs a third of the first load for each move of the pointer.
import { pathOf } from "./curve";
import { lightHops, type Part, type Scene } from "./elements";
import { isRest } from "./graph";
import type { Light } from "./highlight";
import { KINDS } from "./kinds";
import { type Measure, short } from "./label";
import { BOX, type Box } from "./layout";
import { mix, type Palette } from "./palette";
import { FONT } from "./style";

export interface Sheet {
  pen: CanvasRenderingContext2D;
  // the picture as it is painted undimmed, device pixels a pixel, and how far it is scrolled
  base: HTMLCanvasElement;
  ratio: number;
  left: number;
  top: number;
}

interface Looks {
  palette: Palette;
  measure: Measure;
}
type Pen = CanvasRenderingContext2D;

const HEIGHT = 23;
const ROUND = 5;

export function paint(sheet: Sheet, scene: Scene, looks: Looks, light: Light | null) {
  const { pen, ratio, left, top } = sheet;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  if (!light) return;
  pen.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
  const { lit, usual, self } = light;
  const hops = lightHops(scene, light);
  for (const part of hops) line(pen, looks, part);
  for (const part of hops) if (part.data.label) label(pen, looks, part);
  const boxOf = (id: string) => scene.layout.byId.get(id);
  for (const own of [...(usual?.nodes.keys() ?? [])].filter((id) => !lit.nodes.has(id)).map(boxOf))
    if (own) copy(sheet, own, 0.72);
  for (const [id, calls] of lit.nodes) {
    const own = boxOf(id);
    if (!own) continue;
    if (id === self) halo(pen, looks, own);
    copy(sheet, own, 1);
    frame(pen, looks, own, id === self);
    if (!scene.layout.columns[own.node.column]?.mini) share(pen, looks, own, calls);
  }
}

const STROKES: Record<string, [token: string, alpha: number]> = {
  usual: ["accent", 0.16],
  lit: ["accent", 0.78],
  "lit refused": ["denied", 1],
};
const REFUSED = 1.75;

function line(pen: Pen, { palette }: Looks, part: Part) {
  const [token, alpha] = STROKES[part.classes] ?? ["accent", 1];
  if (!part.way) return;
  pen.save();
  pen.globalAlpha = alpha;
  pen.strokeStyle = palette(token);
  pen.lineWidth = token === "denied" ? REFUSED : Number(part.data.stroke);
  pen.setLineDash((part.own?.["line-dash-pattern"] as number[] | undefined) ?? []);
  pen.stroke(new Path2D(pathOf(part.way)));
  pen.restore();
}

function label(pen: Pen, { palette }: Looks, part: Part) {
  if (!part.way) return;
  const text = String(part.data.label);
  pen.font = `500 10.5px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = palette("bg");
  pen.strokeText(text, ...part.way.middle);
  pen.fillStyle = palette("text");
  pen.fillText(text, ...part.way.middle);
}

function outline(pen: Pen, { x, y, width }: Box, by = 0) {
  pen.beginPath();
  pen.roundRect(x + 0.5 - by, y - HEIGHT / 2 - by, width - 1 + 2 * by, HEIGHT + 2 * by, ROUND + by);
}

// The box as it was painted, with the badge at its corner.
function copy({ pen, base, ratio, left, top }: Sheet, own: Box, alpha: number) {
  const [x, y, width, height] = [own.x - 7, own.y - HEIGHT / 2 - 7, own.width + 8, HEIGHT + 8];
  pen.save();
  pen.globalAlpha = alpha;
  outline(pen, own, 0.5);
  if (own.node.alerts.length) pen.arc(own.x + 1, own.y - BOX.height / 2 + 1, 7.5, 0, 2 * Math.PI);
  pen.clip();
  pen.drawImage(base, (x - left) * ratio, (y - top) * ratio, width * ratio, height * ratio, x, y, width, height);
  pen.restore();
}

function halo(pen: Pen, { palette }: Looks, own: Box) {
  pen.save();
  pen.globalAlpha = 0.16;
  pen.fillStyle = palette("accent");
  outline(pen, own, 3);
  pen.fill();
  pen.restore();
}

function frame(pen: Pen, { palette }: Looks, own: Box, isSelf: boolean) {
  const color = palette(`kind-${KINDS[own.node.of]?.token}`);
  pen.strokeStyle = isSelf ? palette("accent") : mix(color, palette("line"), 0.85);
  pen.lineWidth = isSelf ? 1.5 : 1;
  pen.setLineDash(own.node.kind === "more" ? [3, 3] : []);
  outline(pen, own);
  pen.stroke();
  pen.setLineDash([]);
}

// The lit calls in place of all of them.
function share(pen: Pen, { palette, measure }: Looks, own: Box, calls: number) {
  const texts = [short(own.node.calls), short(calls)];
  const width = Math.max(...texts.map((text) => measure(text, 11, 600))) + 2;
  const right = own.x + own.width - 8;
  pen.fillStyle = palette(isRest(own.node) ? "bg" : "panel");
  pen.fillRect(right - width, own.y - 8, width + 1, 16);
  pen.font = `600 11px ${FONT}`;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillStyle = palette("accent");
  pen.fillText(short(calls), right, own.y + 0.5);
}
