// Where a card stands beside what it belongs to: under it, else above, right or left of it, and always within the window.

interface Size {
  width: number;
  height: number;
}

interface Spot {
  x: number;
  y: number;
}

const MARGIN = 8;

// `end`: the right edges are in line, not the left ones.
export function placeBeside(anchor: Spot & Size, card: Size, room: Size, gap: number, end = false): Spot {
  const inLine = end ? anchor.x + anchor.width - card.width : anchor.x;
  const under = { x: inLine, y: anchor.y + anchor.height + gap };
  const above = { x: inLine, y: anchor.y - gap - card.height };
  const right = { x: anchor.x + anchor.width + gap, y: anchor.y };
  const left = { x: anchor.x - gap - card.width, y: anchor.y };
  // Up and down it may be shifted sideways, and beside it up and down.
  const fits: [Spot, boolean][] = [
    [under, under.y + card.height + MARGIN <= room.height],
    [above, above.y >= MARGIN],
    [right, right.x + card.width + MARGIN <= room.width],
    [left, left.x >= MARGIN],
  ];
  const { x, y } = fits.find(([, fit]) => fit)?.[0] ?? under;
  const within = (at: number, size: number, all: number) => Math.max(MARGIN, Math.min(at, all - size - MARGIN));
  return { x: within(x, card.width, room.width), y: within(y, card.height, room.height) };
}

export function putBeside(anchor: Element, card: HTMLElement, gap: number, end = false) {
  const room = { width: document.documentElement.clientWidth, height: innerHeight };
  const { x, y } = placeBeside(anchor.getBoundingClientRect(), card.getBoundingClientRect(), room, gap, end);
  Object.assign(card.style, { left: `${x}px`, top: `${y}px` });
}
