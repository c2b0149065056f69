// The picture as a document of its own: what the renderer draws, from the same parts and the same rules, with a head that
// says of what and a foot that says when. Pure.
import { type ComponentChild, h, type VNode } from "preact";
import type { WireSeverity } from "../api/types";
import { SHAPES } from "../ui/icon";
import { pathOf } from "./curve";
import { boxParts, lightHops, type Part, plainHops, type Scene, shapesOf } from "./elements";
import type { Graph } from "./graph";
import { headCount, type Light, lookOf } from "./highlight";
import { KINDS } from "./kinds";
import { type Measure, short } from "./label";
import type { Box, ColumnPlace } from "./layout";
import type { Palette } from "./palette";
import { FONT, type Rule, SCALE, stylesheet } from "./style";

export interface Seen {
  scene: Scene;
  graph: Graph;
  light: Light | null;
  width: number;
  palette: Palette;
  measure: Measure;
  // what it is a picture of
  head: string[];
  foot: string[];
}

const PAD = 16;
const LINE = 18;
const HEADS = 32;
const SIZE = 12;
const ICON = 13;

export function drawing(seen: Seen): VNode {
  const { scene, width, palette } = seen;
  const head = wrapped(seen, seen.head);
  const foot = wrapped(seen, seen.foot);
  const heads = scene.layout.columns.map((place, column) => headOf(seen, place, column));
  const stage = PAD + head.length * LINE + HEADS;
  const under = stage + scene.layout.height + LINE;
  const height = under + foot.length * LINE;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      font-family={FONT}
      font-size={SIZE}
      fill={palette("text")}
    >
      <title>{seen.head[0]}</title>
      <rect width={width} height={height} fill={palette("bg")} />
      {group({}, linesAt(head, PAD, PAD + SIZE, LINE))}
      <g transform={`translate(0 ${stage})`}>
        {group({}, heads)}
        {group({}, drawn(seen))}
      </g>
      {group({ fill: palette("muted") }, linesAt(foot, PAD, under, LINE))}
    </svg>
  );
}

const group = (attributes: object, parts: ComponentChild[]) => h("g", attributes, ...parts);

const linesAt = (texts: string[], x: number, y: number, pitch: number) =>
  texts.map((text, at) => h("text", { x, y: y + at * pitch }, text));

// Nothing of it is cut: where it goes on is the next line.
const wrapped = ({ width, measure }: Seen, texts: string[]) =>
  texts.flatMap((text) => {
    const found = [""];
    for (const letter of text) {
      const longer = found.at(-1) + letter;
      if (measure(longer, SIZE) > width - 2 * PAD) found.push(letter);
      else found[found.length - 1] = longer;
    }
    return found;
  });

// A column's name over it; an empty one stands upright as a lane.
function headOf({ graph, light, scene, palette }: Seen, { x, width, empty, mini, end }: ColumnPlace, column: number) {
  const own = graph.columns[column];
  const kind = KINDS[own?.of ?? column];
  if (!kind || !own) return null;
  const middle = x + width / 2;
  const lane = empty ? (
    <path d={`M${middle} 10V${scene.layout.bottom}`} stroke={palette("line-strong")} stroke-dasharray="1 2" />
  ) : null;
  if (empty || mini)
    return (
      <g>
        {lane}
        <text
          transform={`translate(${middle + 4} ${mini ? end + 8 : 24}) rotate(-90)`}
          text-anchor="end"
          font-size={11}
          fill={palette("muted")}
          {...halo(palette, 4)}
        >
          {kind.name} · {empty ? "none" : own.total}
        </text>
      </g>
    );
  return (
    <text x={x} y={-11} font-size={12} font-weight={600} fill={palette("text")}>
      {scene.layout.density === "compact" ? kind.short : kind.name}
      <tspan dx={6} font-size={11} font-weight={400} fill={palette(light ? "accent" : "muted")}>
        {headCount(own, light?.lit.distinct[column])}
      </tspan>
    </text>
  );
}

const halo = (palette: Palette, width: number) => ({
  "paint-order": "stroke",
  stroke: palette("bg"),
  "stroke-width": width,
});

// In the renderer's order: what has the higher place is drawn later.
function drawn(seen: Seen): ComponentChild[] {
  const { scene, light, palette, measure } = seen;
  const rules = stylesheet(palette, scene.layout.size);
  const boxes = [...scene.layout.byId.values()].flatMap((box) => {
    const { id } = box.node;
    const look = `${lookOf(id, light)} ${light?.self === id ? "self" : ""}`;
    return boxParts(box, scene.layout, palette, measure).map((part) => {
      const style = styleOf(rules, part, look);
      return { order: style["z-index"], drawn: partOf(seen, box, part, style) };
    });
  });
  const hops = (parts: Part[], look: string) =>
    parts.map((part) => {
      const style = styleOf(rules, part, look);
      return { order: style["z-index"], drawn: hopOf(seen, part, style) };
    });
  return [...hops(plainHops(scene), light ? "dim" : ""), ...hops(light ? lightHops(scene, light) : [], ""), ...boxes]
    .sort((a, b) => a.order - b.order)
    .map((one) => one.drawn);
}

type Style = Rule["style"];

// What the rules say of a part, in pixels. A selector is words that it must all have: its sort, classes, names of its data.
function styleOf(rules: Rule[], { group, classes, data }: Part, look: string): Style {
  const words = `${group.slice(0, -1)} ${classes} ${look} ${Object.keys(data).join(" ")}`.split(" ");
  const found: Style = {};
  for (const { selector, style } of rules)
    if (selector.match(/\w+/g)?.every((word) => words.includes(word))) Object.assign(found, style);
  for (const [name, value] of Object.entries(found)) {
    const field = /^data\((.+)\)/.exec(value)?.[1];
    if (field) found[name] = data[field];
    else if (typeof value === "number" && !/y$|x$|weight/.test(name)) found[name] = value * SCALE;
  }
  return found;
}

function partOf(seen: Seen, box: Box, part: Part, style: Style): VNode {
  const { palette, light } = seen;
  const { x = 0, y = 0 } = part.position ?? {};
  if (part.classes.startsWith("box")) return frame(box, part, style, palette);
  if (part.classes.startsWith("badge"))
    return (
      <path
        d={SHAPES[part.classes.slice(6) as WireSeverity]}
        transform={`translate(${x - 4.8} ${y - 4.8}) scale(.8)`}
        fill={style["background-color"]}
        opacity={style.opacity}
        {...halo(palette, 4)}
      />
    );
  const { id, calls } = box.node;
  const counts = part.classes.includes("count");
  return (
    <text {...textStyle(style)} x={x} y={y} text-anchor={counts ? "end" : undefined} opacity={style.opacity}>
      {counts ? short(light?.lit.nodes.get(id) ?? calls) : style.label}
    </text>
  );
}

const textStyle = (style: Style) => ({
  dy: ".35em",
  "font-size": style["font-size"],
  "font-weight": style["font-weight"],
  fill: style.color,
});

function frame({ node, x, y }: Box, { data }: Part, style: Style, palette: Palette): VNode {
  const rect = (grow: number, down: number, own: object) => (
    <rect
      x={x + 0.5 - grow}
      y={y - style.height / 2 - grow + down}
      width={style.width + 2 * grow}
      height={style.height + 2 * grow}
      rx={5}
      {...own}
    />
  );
  const body = {
    fill: style["background-color"],
    stroke: style["border-color"],
    "stroke-width": style["border-width"],
    "stroke-dasharray": style["border-style"] && 3,
  };
  return (
    <g opacity={style.opacity}>
      {style.ghost && rect(0, style["ghost-offset-y"] * SCALE, { ...body, opacity: style["ghost-opacity"] })}
      {style["underlay-color"] &&
        rect(style["underlay-padding"], 0, { fill: style["underlay-color"], opacity: style["underlay-opacity"] })}
      {rect(0, 0, body)}
      {data.icon
        ? group(
            {
              transform: `translate(${x + Number(data.iconX)} ${y - ICON / 2}) scale(${ICON / 24})`,
              fill: "none",
              stroke: palette(`kind-${KINDS[node.of]?.token}`),
              "stroke-width": 2.1,
              "stroke-linecap": "round",
              "stroke-linejoin": "round",
            },
            shapesOf(node).map(([tag, attributes]) => h(tag, attributes as object)),
          )
        : null}
    </g>
  );
}

function hopOf({ palette }: Seen, { own, way }: Part, style: Style): ComponentChild {
  if (!way) return null;
  const [x, y] = way.middle;
  return (
    <g opacity={style.opacity}>
      <path
        d={pathOf(way)}
        fill="none"
        stroke={style["line-color"]}
        stroke-opacity={style["line-opacity"]}
        stroke-width={style.width}
        stroke-dasharray={own?.["line-dash-pattern"] as undefined}
      />
      {style.label && (
        <text {...textStyle(style)} {...halo(palette, 4)} x={x} y={y} text-anchor="middle">
          {style.label}
        </text>
      )}
    </g>
  );
}

// As text. Here alone it is escaped: what no XML may hold is replaced, what means something in XML is written as a number.
export function textOf(node: ComponentChild): string {
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (node === null || node === undefined) return "";
  if (typeof node !== "object") return escaped(node);
  const { type, props } = node as VNode<Record<string, unknown>>;
  const { children, ...attributes } = props;
  const own = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const words = own.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return `<${type}${words}>${textOf(children as ComponentChild)}</${type}>`;
}

const escaped = (value: unknown) =>
  String(value)
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// A name that every file system takes.
export const fileName = (words: string[]) =>
  ["graphsvc", ...words]
    .join(" ")
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .slice(0, 80)
    .replace(/[-.]+$/, "");
