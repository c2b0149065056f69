// What a part of the page shows when it has nothing to show: still loading, failed, empty.
import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/client";
import { Copy } from "./copy";
import { Icon } from "./icon";

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty" role="status">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Failure({ what, error, retry }: { what: string; error: ApiError; retry: () => void }) {
  return (
    <div class="empty" role="alert">
      <strong>{what} could not be loaded</strong>
      <p>{error.message}</p>
      <div class="acts">
        <button type="button" class="btn" onClick={retry}>
          <Icon name="refresh" />
          Try again
        </button>
        <Copy name="Copy details" text={`${what}: ${error.code}: ${error.message} (${new Date().toISOString()})`} />
      </div>
    </div>
  );
}

export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, at) => (
        <i key={at} />
      ))}
    </div>
  );
}
