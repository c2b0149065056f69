// Which rows of a long list are in the document: those in sight and some around them. Pure.

export interface Sight {
  from: number;
  to: number;
}

// In whole steps, so that scrolling by a row changes nothing.
const STEP = 8;

// `top` and `bottom` are the edges of what can be seen, in pixels from the first row on.
export function rowsInSight(top: number, bottom: number, height: number, rows: number): Sight {
  const from = Math.floor(top / height / STEP - 1) * STEP;
  const to = Math.ceil(bottom / height / STEP + 1) * STEP;
  const last = Math.max(0, Math.min(rows, to));
  return { from: Math.max(0, Math.min(from, last - STEP)), to: last };
}

// Where a key leads from a place in a table, or null where it leads nowhere.
export interface Place {
  row: number;
  column: number;
}

export function moved(key: string, at: Place, rows: number, columns: number, page: number): Place | null {
  const ways: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-page, 0],
    PageDown: [page, 0],
    Home: [-rows, 0],
    End: [rows, 0],
  };
  const way = ways[key];
  if (!way || !rows) return null;
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  return { row: within(at.row + way[0], rows), column: within(at.column + way[1], columns) };
}
