// One thing that is fetched: its last good answer, whether a newer one is on its way, what went wrong.
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
