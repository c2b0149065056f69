// The renderer: the only file that knows Cytoscape. It draws what it is told and reports what the pointer touches.
import cytoscape, { type Core, type ElementDefinition, type EventObject, type StylesheetJson } from "cytoscape";
import { boxParts, type Part, plainHops, type Scene } from "./elements";
import type { Light } from "./highlight";
import type { Measure } from "./label";
import { paint } from "./light";
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

// A touch is followed by what looks like a click.
const AFTER_TOUCH = 700;

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
  // what the renderer puts its canvases into: a change of the host itself, or of what is around it, makes it paint anew
  private readonly sheets: HTMLElement;
  private palette: Palette;
  private scene: Scene | null = null;
  private look = "";
  // what the renderer has, by id
  private drawn = new Map<string, string>();
  private readonly lamp = document.createElement("canvas");
  private lit: Light | null = null;
  // the renderer has not painted yet what it was told
  private stale = true;

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
    this.sheets = host.lastElementChild as HTMLElement;
    this.listen(handlers);
    this.lamp.className = "lamp";
    host.append(this.lamp);
    this.cy.on("render", () => {
      // A press repaints the same picture.
      if (!this.stale) return;
      this.stale = false;
      this.paint();
    });
  }

  private listen(handlers: Handlers) {
    // Moves too: the renderer does not notice when the pointer leaves its element and comes back to the same box.
    this.cy.on("mouseover mousemove", ".box", (event: EventObject) => handlers.enterNode(event.target.id()));
    this.cy.on("mouseout", ".box", () => handlers.leaveNode());
    let onHop = false;
    this.cy.on("mouseover mousemove", "edge", (event: EventObject) => {
      onHop = true;
      handlers.enterHop(event.target.data("hop"));
    });
    this.cy.on("mouseout", "edge", () => {
      onHop = false;
      handlers.leaveHop();
    });
    const press = (id: string) => (id ? handlers.clickNode(id) : handlers.clickNothing());
    let over = "";
    let touched = Number.NEGATIVE_INFINITY;
    this.cy.on("mouseover mouseout", ".box", (event: EventObject) => {
      over = event.type === "mouseover" ? event.target.id() : "";
      this.sheets.style.cursor = over ? "pointer" : "";
    });
    // The renderer paints the whole picture anew for every press; what is under the pointer is known without it.
    this.sheets.addEventListener("mousedown", (event) => event.stopPropagation(), true);
    this.sheets.addEventListener("click", () => {
      if (!onHop && performance.now() - touched > AFTER_TOUCH) press(over);
    });
    this.cy.on("tap", ({ target }: EventObject) => {
      touched = performance.now();
      if (target === this.cy || target.isNode?.()) press(target === this.cy ? "" : target.id());
    });
  }

  // Only what changed is drawn anew: opening a list moves little.
  draw(scene: Scene, looks: unknown) {
    this.scene = scene;
    const { layout } = scene;
    const look = `${looks} ${layout.size}`;
    const isNew = look !== this.look;
    if (isNew) {
      this.look = look;
      this.palette = readPalette(this.host);
      this.drawn.clear();
    }
    const boxes = layout.columns.flatMap(({ boxes: list }) =>
      list.flatMap((box) => boxParts(box, layout, this.palette, measureText)),
    );
    const parts = [...boxes, ...plainHops(scene)];
    this.cy.batch(() => {
      if (isNew) {
        this.cy.elements().remove();
        this.cy.style(stylesheet(this.palette, layout.size) as StylesheetJson);
      }
      this.change(parts);
    });
  }

  private change(parts: Part[]) {
    const next = new Map(parts.map((part) => [String(part.data.id), JSON.stringify(part)]));
    const moved = new Set([...this.drawn.keys()].filter((id) => next.get(id) !== this.drawn.get(id)));
    // With a box the renderer takes away the lines at it.
    const isFresh = ({ data }: Part) =>
      !this.drawn.has(String(data.id)) || [data.id, data.source, data.target].some((id) => moved.has(String(id)));
    const fresh = parts.filter(isFresh);
    // Without a change nothing is painted, so nothing is waited for.
    this.stale ||= moved.size + fresh.length > 0;
    for (const id of moved) this.cy.getElementById(id).remove();
    for (const { data } of fresh) this.cy.getElementById(String(data.id)).remove();
    this.add(fresh);
    this.drawn = next;
  }

  private add(parts: Part[]) {
    const small = parts.map(toModel);
    this.cy.add(small as ElementDefinition[]);
    // Lists have no data mapper, so they are set one by one.
    for (const { data, own } of small) if (own) this.cy.getElementById(String(data.id)).style(own);
  }

  light(light: Light | null) {
    this.lit = light;
    this.sheets.classList.toggle("dimmed", light !== null);
    if (!this.stale) this.paint();
  }

  // The picture is copied from as it is painted, so that has to be done before.
  private paint() {
    const { scene, palette } = this;
    const base = this.host.querySelector<HTMLCanvasElement>('canvas[data-id="layer2-node"]');
    const pen = this.lamp.getContext("2d");
    // A picture without room has nothing to copy from.
    if (!scene || !base?.width || !base.height || !pen) return;
    if (this.lamp.width !== base.width || this.lamp.height !== base.height) {
      this.lamp.width = base.width;
      this.lamp.height = base.height;
    }
    const ratio = base.width / Math.max(1, base.clientWidth);
    const { x, y } = this.cy.pan();
    paint({ pen, base, ratio, left: -x, top: -y }, scene, { palette, measure: measureText }, this.lit);
  }

  // The node that the keyboard stands on.
  current(id: string) {
    const marked = this.cy.nodes(".current");
    if (!marked.length && !id) return;
    this.stale = true;
    marked.removeClass("current");
    if (id) this.cy.getElementById(id).addClass("current");
  }

  scroll(left: number, top: number) {
    this.stale = true;
    this.cy.pan({ x: -left, y: -top });
  }

  resize() {
    this.stale = true;
    this.cy.resize();
  }

  destroy() {
    this.cy.destroy();
    this.lamp.remove();
  }
}

const LENGTHS = ["width", "stroke", "iconX"];
const OWN_LENGTHS = ["control-point-distances", "line-dash-pattern"];

// From pixels to the renderer's smaller model.
function toModel({ position, data, own, way: _, ...part }: Part): Part {
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
