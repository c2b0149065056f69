// The picture for paper: put into the document when the browser is about to print, in light colours whatever the theme.
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { drawSeen, loadPen } from "./drawing";

export function Printed() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    // Ctrl-P waits for nothing, so the pen is at hand before.
    void loadPen().then((pen) => {
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
