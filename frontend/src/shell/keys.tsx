// All keys of the page, on the key that everybody tries first.
import { useRef } from "preact/hooks";

const KEYS: [string, string][] = [
  ["/", "search"],
  ["g", "graph"],
  ["o", "outline in place of the graph"],
  ["s", "steady machine traffic by name, or as bands"],
  ["t", "table"],
  ["a", "alerts"],
  ["?", "these keys"],
  ["Esc", "close what is open"],
  ["← ↑ ↓ →", "graph: along calls that happened; table: from cell to cell"],
  ["Home End", "first and last"],
  ["Enter", "graph and table: open at the side"],
  ["Space", "graph: open a group"],
  ["i", "only this value; at a time: five minutes around it"],
  ["x", "exclude this value"],
  ["c", "table: copy this value"],
];

let card: HTMLElement | null = null;
export const toggleKeys = () => card?.togglePopover();

export function Keys() {
  const keep = useRef((element: HTMLElement | null) => {
    card = element;
  });
  return (
    <div ref={keep.current} popover="auto" class="card keys" role="dialog" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([key, meaning]) => (
          <>
            <dt key={key}>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}
