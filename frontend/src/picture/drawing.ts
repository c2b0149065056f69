// What is seen now, as an SVG document: the picture of the view, and above and under it what it is a picture of.
import type { VNode } from "preact";
import { readPalette } from "../graph/palette";
import { clusters } from "../state/clusters";
import { polygraph } from "../state/polygraph";
import { scope } from "../state/scope";
import { extent } from "../state/timeline";
import { between, count, moment, plural } from "../ui/format";
import { graph, lit, measure, scene, width } from "./scene";

// Comes when the first picture stands: nobody saves before there is one.
export const loadPen = () => import("../graph/svg");
export type Pen = Awaited<ReturnType<typeof loadPen>>;

export function rangeInWords(): string {
  const { from, to } = scope.value;
  const stored = extent.value;
  return between(from ?? stored.from ?? Number.NaN, to ?? stored.to ?? Number.NaN);
}

// In the colours that the host has.
export function drawSeen({ drawing }: Pen, host: HTMLElement): VNode | null {
  const poly = polygraph.data.value;
  if (!poly || !scene.value || !graph.value || !measure.value) return null;
  const { search, clusters: chosen } = scope.value;
  const names = chosen.length ? chosen : (clusters.data.value ?? []).map(({ name }) => name);
  const counts = `${plural(poly.calls, "call")}, ${plural(poly.paths, "path")}, ${count(poly.denied)} denied`;
  return drawing({
    scene: scene.value,
    graph: graph.value,
    light: lit.value,
    width: width.value,
    palette: readPalette(host),
    measure: measure.value,
    head: [search || "All calls", `${counts} · ${rangeInWords()} UTC · ${names.join(", ")}`],
    foot: [`Made ${moment(Date.now())} UTC`, location.href],
  });
}
