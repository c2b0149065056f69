import { expect, it } from "vitest";
import { placeBeside } from "./placement";

const ROOM = { width: 1000, height: 600 };
const CARD = { width: 200, height: 150 };
const at = (x: number, y: number) => ({ x, y, width: 40, height: 20 });

it("a card stands under its button, or above where there is no room", () => {
  expect(placeBeside(at(100, 50), CARD, ROOM, 6)).toEqual({ x: 100, y: 76 });
  expect(placeBeside(at(300, 50), CARD, ROOM, 6, true)).toEqual({ x: 140, y: 76 });
  expect(placeBeside(at(100, 560), CARD, ROOM, 6)).toEqual({ x: 100, y: 404 });
});

it("a high card goes to the side, one too big for all stays in the window", () => {
  const high = { width: 200, height: 500 };
  expect(placeBeside(at(100, 200), high, ROOM, 6)).toEqual({ x: 146, y: 92 });
  expect(placeBeside(at(900, 200), high, ROOM, 6)).toEqual({ x: 694, y: 92 });
  expect(placeBeside(at(500, 300), { width: 990, height: 800 }, ROOM, 6)).toEqual({ x: 8, y: 8 });
});

it("a card never leaves the window sideways", () => {
  expect(placeBeside(at(980, 50), CARD, ROOM, 6).x).toBe(792);
  expect(placeBeside(at(0, 50), CARD, ROOM, 6, true).x).toBe(8);
});
