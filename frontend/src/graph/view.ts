// The renderer: the only file that knows Cytoscape. It draws what it is told and reports what the pointer touches.
import cytoscape, {
  type Core,
  type EdgeSingular,
  type ElementDefinition,
  type EventObject,
  type NodeSingular,
  type StylesheetJson,
} from "cytoscape";
import { boxParts, lightHops, type Part, plainHops, type Scene } from "./elements";
import { type Light, lookOf } from "./highlight";
import { type Measure, short } from "./label";
import { type Palette, readPalette } from "./palette";
import { FONT, SCALE, stylesheet } from "./style";

interface Handlers {
  enterNode: (id: string) => void;
  leaveNode: () => void;
  enterHop: (id: string) => void;
  leaveHop: () => void;
  clickNode: (id: string) => void;
  clickNothing: () => void;
}

export const measureText: Measure = (() => {
  const widths = new Map<string, number>();
  let pen: CanvasRenderingContext2D | null = null;
  return (text, size, weight = 400) => {
    const key = `${weight} ${size} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      pen ??= document.createElement("canvas").getContext("2d");
      if (!pen) return text.length * size * 0.55;
      pen.font = `${weight} ${size}px ${FONT}`;
      width = pen.measureText(text).width;
      widths.set(key, width);
    }
    return width;
  };
})();

export class GraphView {
  private readonly cy: Core;
  private palette: Palette;
  private scene: Scene | null = null;

  constructor(
    private readonly host: HTMLElement,
    handlers: Handlers,
  ) {
    this.palette = readPalette(host);
    this.cy = cytoscape({
      container: host,
      layout: { name: "preset" },
      zoom: SCALE,
      pan: { x: 0, y: 0 },
      minZoom: SCALE,
      maxZoom: SCALE,
      userZoomingEnabled: false,
      userPanningEnabled: false,
      boxSelectionEnabled: false,
      autoungrabify: true,
      autounselectify: true,
    });
    this.listen(handlers);
  }

  private listen(handlers: Handlers) {
    // Moves too: the renderer does not notice when the pointer leaves its element and comes back to the same box.
    this.cy.on("mouseover mousemove", ".box", (event: EventObject) => handlers.enterNode(event.target.id()));
    this.cy.on("mouseout", ".box", () => handlers.leaveNode());
    this.cy.on("mouseover mousemove", "edge", (event: EventObject) => handlers.enterHop(event.target.data("hop")));
    this.cy.on("mouseout", "edge", () => handlers.leaveHop());
    this.cy.on("tap", (event: EventObject) => {
      if (event.target === this.cy) handlers.clickNothing();
      else if (event.target.isNode?.()) handlers.clickNode(event.target.id());
    });
    this.cy.on("mouseover mouseout", ".box", (event: EventObject) => {
      this.host.style.cursor = event.type === "mouseover" ? "pointer" : "";
    });
  }

  draw(scene: Scene) {
    this.scene = scene;
    this.palette = readPalette(this.host);
    const { layout } = scene;
    const boxes = layout.columns.flatMap(({ boxes: list }) =>
      list.flatMap((box) => boxParts(box, layout, this.palette, measureText)),
    );
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.style(stylesheet(this.palette, layout.size) as StylesheetJson);
      this.add([...boxes, ...plainHops(scene)]);
    });
  }

  private add(parts: Part[]) {
    const small = parts.map(toModel);
    this.cy.add(small as ElementDefinition[]);
    // Lists have no data mapper, so they are set one by one.
    for (const { data, own } of small) if (own) this.cy.getElementById(String(data.id)).style(own);
  }

  light(light: Light | null) {
    const { scene } = this;
    if (!scene) return;
    this.cy.batch(() => {
      this.cy.edges(".lit, .usual").remove();
      this.cy.edges().forEach((edge) => {
        setLook(edge, light ? "dim" : "");
      });
      this.cy.nodes().forEach((node) => {
        setLook(node, lookOf(node.data("owner"), light));
      });
      this.cy.nodes(".self").removeClass("self");
      this.counts(light?.lit.nodes ?? null);
      if (!light) return;
      if (light.self) this.cy.getElementById(light.self).addClass("self");
      this.add(lightHops(scene, light));
    });
  }

  private counts(lit: Map<string, number> | null) {
    this.cy.nodes(".count").forEach((node) => {
      const id = node.data("owner") as string;
      const calls = lit?.get(id) ?? this.scene?.layout.byId.get(id)?.node.calls ?? 0;
      if (node.data("label") !== short(calls)) node.data("label", short(calls));
    });
  }

  // The node that the keyboard stands on.
  current(id: string) {
    this.cy.nodes(".current").removeClass("current");
    if (id) this.cy.getElementById(id).addClass("current");
  }

  scroll(left: number, top: number) {
    this.cy.pan({ x: -left, y: -top });
  }

  resize() {
    this.cy.resize();
  }

  destroy() {
    this.cy.destroy();
  }
}

// Only what changes is touched: working out the style of an element is the costly part of a highlight.
function setLook(element: EdgeSingular | NodeSingular, next: string) {
  const before: string = element.scratch("look") ?? "";
  if (before === next) return;
  if (before) element.removeClass(before);
  if (next) element.addClass(next);
  element.scratch("look", next);
}

const LENGTHS = ["width", "stroke", "iconX"];
const OWN_LENGTHS = ["control-point-distances", "line-dash-pattern"];

// From pixels to the renderer's smaller model.
function toModel({ position, data, own, ...part }: Part): Part {
  const shrink = (value: unknown): unknown => (Array.isArray(value) ? value.map(shrink) : Number(value) / SCALE);
  const change = (record: Record<string, unknown>, keys: string[]) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, keys.includes(key) ? shrink(value) : value]));
  return {
    ...part,
    data: change(data, LENGTHS),
    ...(position ? { position: { x: position.x / SCALE, y: position.y / SCALE } } : {}),
    ...(own ? { own: change(own, OWN_LENGTHS) } : {}),
  };
}

// One chunk: both draw from the same parts, and apart they would weigh a kilobyte more.
export { drawing, fileName, textOf } from "./svg";
