// One thing that is fetched: its last good answer, whether a newer one is on its way, what went wrong.
// Or a list of which only the first page is fetched, and the next one when somebody wants more.
import { type Signal, signal } from "@preact/signals";
import { ApiError } from "../api/client";

export class Loader<T> {
  readonly data: Signal<T | null> = signal(null);
  readonly error: Signal<ApiError | null> = signal(null);
  readonly busy: Signal<boolean> = signal(false);
  private running: AbortController | null = null;

  // A newer request cancels an older one; a failure keeps the last good answer.
  async load(fetcher: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    this.busy.value = true;
    try {
      const data = await fetcher(mine.signal);
      if (this.running !== mine) return;
      this.data.value = data;
      this.error.value = null;
    } catch (error) {
      if (this.running !== mine) return;
      this.error.value = error instanceof ApiError ? error : new ApiError(String(error), "PAGE");
    }
    if (this.running === mine) this.busy.value = false;
  }

  clear() {
    this.running?.abort();
    this.running = null;
    this.data.value = null;
    this.error.value = null;
    this.busy.value = false;
  }
}

export interface Rows<Row> {
  rows: Row[];
  // the cursor of the next page, if there is one
  more: string | null;
}

export const cursorOf = (info: { hasNextPage: boolean; endCursor: string | null }) =>
  info.hasNextPage ? info.endCursor : null;

export class ListLoader<T extends Rows<unknown>> extends Loader<T> {
  // The next page is on its way: what is there already is not old.
  readonly growing: Signal<boolean> = signal(false);

  constructor(private readonly page: (after: string | null, signal: AbortSignal) => Promise<T>) {
    super();
  }

  // The first page, and further ones until there are so many rows.
  readonly loadFirst = async (rows = 0) => {
    await this.load((signal) => this.page(null, signal));
    for (let before: T | null = null; this.data.value !== before; ) {
      before = this.data.value;
      if (!before || before.rows.length >= rows || this.error.value) return;
      await this.loadMore();
    }
  };

  readonly loadMore = async () => {
    const so = this.data.value;
    if (!so?.more || this.busy.value) return;
    this.growing.value = true;
    await this.load(async (signal) => {
      const next = await this.page(so.more, signal);
      return { ...next, rows: [...so.rows, ...next.rows] };
    });
    this.growing.value = false;
  };
}
