// How the picture looks: the style rules of the renderer, from the colour tokens.
import type { Palette } from "./palette";

// The model is drawn eight times as large as it is: from there on the renderer paints text directly
// instead of through cached pictures of it, which are blurred.
export const SCALE = 8;
const px = (length: number) => length / SCALE;

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Liberation Sans", Arial, sans-serif';

// biome-ignore lint/suspicious/noExplicitAny: the renderer's style types know neither data mappers nor newer properties.
export type Rule = { selector: string; style: Record<string, any> };

export function stylesheet(palette: Palette, size: number): Rule[] {
  return [...boxRules(palette), ...textRules(palette, size), ...badgeRules(palette), ...hopRules(palette)];
}

function boxRules(palette: Palette): Rule[] {
  return [
    {
      selector: "node",
      style: { events: "no", "overlay-opacity": 0, "z-index": 5 },
    },
    {
      selector: ".box",
      style: {
        events: "yes",
        shape: "round-rectangle",
        "corner-radius": px(5),
        width: "data(width)",
        height: px(23),
        "background-color": palette("panel"),
        "border-width": px(1),
        "border-color": "data(border)",
        "background-image-smoothing": "yes",
        "background-fit": "none",
        "background-clip": "none",
        "background-image-containment": "over",
        "background-width": px(13),
        "background-height": px(13),
        "background-position-y": px(5),
      },
    },
    { selector: ".box[icon]", style: { "background-image": "data(icon)", "background-position-x": "data(iconX)" } },
    {
      selector: ".group",
      style: { ghost: "yes", "ghost-offset-x": 0, "ghost-offset-y": px(3), "ghost-opacity": 0.55 },
    },
    {
      selector: ".more",
      style: {
        "border-style": "dashed",
        "border-dash-pattern": [px(3), px(3)],
        "border-color": palette("line-strong"),
        "background-color": palette("bg"),
      },
    },
    { selector: ".steady", style: { "border-color": palette("line"), "background-color": palette("bg") } },
    { selector: ".box.lit", style: { "border-color": "data(strong)" } },
    {
      selector: ".box.self",
      style: {
        "border-color": palette("accent"),
        "border-width": px(1.5),
        "underlay-color": palette("accent"),
        "underlay-opacity": 0.16,
        "underlay-padding": px(3),
        "underlay-shape": "round-rectangle",
      },
    },
    {
      selector: ".box.current",
      style: { "outline-color": palette("accent"), "outline-width": px(2), "outline-offset": px(2) },
    },
    { selector: "node.dim", style: { opacity: 0.3 } },
    { selector: "node.usual", style: { opacity: 0.72 } },
  ];
}

function textRules(palette: Palette, size: number): Rule[] {
  return [
    {
      selector: ".text",
      style: {
        shape: "rectangle",
        width: px(1),
        height: px(1),
        "background-opacity": 0,
        label: "data(label)",
        "font-family": FONT,
        "font-size": px(size),
        "text-valign": "center",
        "text-halign": "right",
        color: palette("text"),
        "z-index": 6,
      },
    },
    { selector: ".text.muted", style: { color: palette("muted") } },
    { selector: ".text.denied", style: { color: palette("denied") } },
    {
      selector: ".text.count",
      style: { "text-halign": "left", "font-size": px(11), "font-weight": 500, color: palette("muted") },
    },
    { selector: ".text.count.lit", style: { color: palette("accent"), "font-weight": 600 } },
  ];
}

function badgeRules(palette: Palette): Rule[] {
  const shapes = { critical: "diamond", high: "triangle", medium: "ellipse", low: "vee", info: "ellipse" };
  return [
    {
      selector: ".badge",
      style: { width: px(11), height: px(11), "border-width": px(1.5), "border-color": palette("bg"), "z-index": 9 },
    },
    ...Object.entries(shapes).map(([severity, shape]) => ({
      selector: `.badge.${severity}`,
      style: { shape, "background-color": palette(`sev-${severity}`) },
    })),
  ];
}

function hopRules(palette: Palette): Rule[] {
  return [
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "source-endpoint": "50% 0",
        "target-endpoint": "-50% 0",
        "line-color": palette("hop"),
        "line-opacity": 0.34,
        width: "data(stroke)",
        "overlay-opacity": 0,
        "z-index": 1,
      },
    },
    { selector: "edge.pale", style: { "line-opacity": 0.13 } },
    {
      selector: "edge.refused",
      style: {
        events: "no",
        "line-style": "dashed",
        "line-color": palette("denied"),
        "line-opacity": 1,
        width: px(1.5),
        "z-index": 2,
        opacity: 0.85,
      },
    },
    { selector: "edge.dim", style: { opacity: 0.22 } },
    { selector: "edge.usual", style: { events: "no", "line-color": palette("accent"), "line-opacity": 0.16 } },
    {
      selector: "edge.lit",
      style: {
        events: "no",
        "line-color": palette("accent"),
        "line-opacity": 0.78,
        opacity: 1,
        "z-index": 3,
        "font-family": FONT,
        "font-size": px(10.5),
        "font-weight": 500,
        color: palette("text"),
        "text-outline-color": palette("bg"),
        "text-outline-width": px(2),
      },
    },
    { selector: "edge.lit[label]", style: { label: "data(label)" } },
    {
      selector: "edge.lit.refused",
      style: { "line-color": palette("denied"), width: px(1.75), opacity: 1, "z-index": 4 },
    },
  ];
}
