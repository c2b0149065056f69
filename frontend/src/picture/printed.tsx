// The picture for paper: put into the document when the browser is about to print, in light colours whatever the theme.
import { effect } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { drawSeen, loadPen } from "./drawing";
import { scene } from "./scene";

const whenDrawn = () =>
  new Promise<void>((resolve) => {
    const stop = effect(() => {
      if (!scene.value) return;
      setTimeout(() => {
        stop();
        resolve();
      });
    });
  });

export function Printed() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    // Ctrl-P waits for nothing, so the pen is at hand before, but never before the picture.
    void whenDrawn()
      .then(loadPen)
      .then((pen) => {
        const draw = () => {
          if (!host.current) return;
          const { classList } = document.documentElement;
          classList.add("paper");
          render(drawSeen(pen, host.current), host.current);
          classList.remove("paper");
        };
        addEventListener("beforeprint", draw, stop);
      });
    return () => stop.abort();
  }, []);
  return <div class="printed" ref={host} />;
}
