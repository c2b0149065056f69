// Where a list stands is kept with the entry in the history, so that a reload and Back come back to it.
import { useEffect, useRef } from "preact/hooks";
import { keepTop, keptTop } from "../state/router";

const REST = 150;

// `list` names what is listed: another list begins at its top. `rows` are there, `more` will come. `asked` names what
// the address asks for: while that is another list, a place in this one is none of its.
export function useKeptPlace(list: string, rows: number, more: boolean, asked: () => string) {
  const scroller = useRef<HTMLElement>(null);
  const wanted = useRef(0);
  useEffect(() => {
    wanted.current = keptTop();
    if (!wanted.current) scroller.current?.scrollTo(0, 0);
  }, [list]);
  useEffect(() => {
    const place = scroller.current;
    if (!place || !wanted.current) return;
    if (more && place.scrollHeight - place.clientHeight < wanted.current) return;
    place.scrollTo(0, wanted.current);
    wanted.current = 0;
  }, [list, rows, more]);
  const latest = useRef(asked);
  latest.current = asked;
  useEffect(() => {
    const place = scroller.current;
    if (!place) return undefined;
    let timer = 0;
    const keep = () => {
      clearTimeout(timer);
      if (!wanted.current && latest.current() === list) keepTop(Math.round(place.scrollTop));
    };
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(keep, REST);
    };
    place.addEventListener("scroll", later, { passive: true });
    addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      place.removeEventListener("scroll", later);
      removeEventListener("pagehide", keep);
    };
  }, [scroller.current, list]);
  return scroller;
}
