// The picture itself: hosts the renderer, feeds it the scene, and turns pointer and keys into changes of the view.
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { KINDS } from "../graph/kinds";
import type { GraphView } from "../graph/view";
import { announce, type Step, step } from "../graph/walk";
import { polygraph } from "../state/polygraph";
import { go, view } from "../state/router";
import { dark } from "../state/theme";
import { OpenLists } from "./open-list";
import { Anchors, Heads, Lanes, Legend } from "./overlay";
import { Printed } from "./printed";
import { activate, current, exclude, graph, hovered, lit, measure, onlyThis, ordered, scene, width } from "./scene";
import { Tip } from "./tip";

const LEAVE_AFTER = 140;
let leaving = 0;

function enter(kind: "node" | "hop", id: string) {
  clearTimeout(leaving);
  if (hovered.value?.id !== id) hovered.value = { kind, id };
}
function leave() {
  clearTimeout(leaving);
  leaving = window.setTimeout(() => {
    hovered.value = null;
  }, LEAVE_AFTER);
}
const stay = () => clearTimeout(leaving);

const HANDLERS = {
  enterNode: (id: string) => enter("node", id),
  leaveNode: leave,
  enterHop: (id: string) => enter("hop", id),
  leaveHop: leave,
  clickNode: (id: string) => activate(id),
  clickNothing: () => view.value.sel.startsWith("node:") && go({ sel: "" }),
};

const STEPS: Record<string, Step> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

function onKey(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const way = STEPS[event.key];
  const now = graph.value;
  const poly = polygraph.data.value;
  if (!now || !poly) return;
  const known = now.byId.get(current.value);
  if (way) walkTo(step(ordered.value, now, poly, known?.id ?? "", way));
  else if ((event.key === "Enter" || event.key === " ") && known) activate(known.id);
  else if (event.key === "i" && known) onlyThis(known.search);
  else if (event.key === "x" && known) exclude(known.search);
  else if (event.key === "Escape") stepBack();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function walkTo(id: string) {
  current.value = id;
  hovered.value = { kind: "node", id };
}

function stepBack() {
  if (hovered.value) hovered.value = null;
  else if (view.value.sel) go({ sel: "" });
  current.value = "";
}

export function Canvas() {
  const scroller = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => startView(scroller.current, host.current, () => setReady(true)), []);
  const now = scene.value;
  const node = graph.value?.byId.get(hovered.value?.kind === "node" ? hovered.value.id : "");
  return (
    <div class="graph" ref={scroller} data-ready={ready && now ? "true" : "false"} data-testid="graph">
      <Heads />
      <div
        class="stage"
        role="application"
        aria-label="Polygraph. Arrow keys walk along calls, Enter opens, o shows an outline."
        aria-describedby="walk-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is walked with the arrow keys.
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={leave}
        onPointerLeave={leave}
        style={{ height: `${now?.layout.height ?? 300}px` }}
      >
        <Lanes />
        <div class="paper" ref={host} />
        <Anchors />
        <Legend />
        <OpenLists />
      </div>
      {node && polygraph.data.value && !view.value.open.includes(node.id) ? (
        <Tip key={node.id} node={node} poly={polygraph.data.value} enter={stay} leave={leave} />
      ) : null}
      <Printed />
      <p id="walk-text" class="sr" aria-live="polite">
        {walkText()}
      </p>
    </div>
  );
}

function walkText(): string {
  const node = graph.value?.byId.get(current.value);
  if (!node || !graph.value) return "";
  return announce(node, KINDS[node.of]?.name ?? "", graph.value, view.value.open.includes(node.id));
}

// The renderer is a chunk of its own: the page stands before it arrives, and it is on its way while the data is.
const renderer = import("../graph/view");

function startView(scroller: HTMLElement | null, host: HTMLElement | null, ready: () => void): () => void {
  if (!scroller || !host) return () => {};
  let stop = () => {};
  let gone = false;
  const watch = new ResizeObserver(() => {
    width.value = scroller.clientWidth;
  });
  watch.observe(scroller);
  void renderer.then(({ GraphView: View, measureText }) => {
    if (gone) return;
    measure.value = measureText;
    stop = bind(new View(host, HANDLERS), scroller, host);
    ready();
  });
  return () => {
    gone = true;
    watch.disconnect();
    stop();
  };
}

function bind(renderer: GraphView, scroller: HTMLElement, host: HTMLElement): () => void {
  const scrolled = () => renderer.scroll(scroller.scrollLeft, scroller.scrollTop);
  const resized = new ResizeObserver(() => renderer.resize());
  resized.observe(host);
  scroller.addEventListener("scroll", scrolled);
  const stops = [
    effect(() => {
      if (!scene.value) return;
      renderer.draw(scene.value, dark.value);
      renderer.light(lit.peek());
      renderer.current(current.peek());
    }),
    effect(() => renderer.light(lit.value)),
    effect(() => {
      renderer.current(current.value);
      bringIntoSight(scroller, current.value);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    resized.disconnect();
    scroller.removeEventListener("scroll", scrolled);
    renderer.destroy();
  };
}

function bringIntoSight(scroller: HTMLElement, id: string) {
  const box = scene.peek()?.layout.byId.get(id);
  if (!box) return;
  const room = scroller.clientHeight - 34;
  if (box.y - 20 < scroller.scrollTop) scroller.scrollTop = box.y - 30;
  else if (box.y + 20 > scroller.scrollTop + room) scroller.scrollTop = box.y + 30 - room;
}
