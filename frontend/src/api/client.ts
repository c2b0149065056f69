// The only place that talks to the server. Every request can be cancelled, every failure has the same form.
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly position: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

interface WireError {
  message?: string;
  code?: string;
  position?: number;
  extensions?: { code?: string; position?: number };
}

const failure = (error: WireError | undefined, status: number) =>
  new ApiError(
    error?.message ?? `the server answered ${status}`,
    error?.extensions?.code ?? error?.code ?? `HTTP_${status}`,
    error?.extensions?.position ?? error?.position ?? null,
  );

async function request(url: string, init: RequestInit): Promise<unknown> {
  const response = await reach(url, init);
  if (response.status === 401)
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  const body = await response.json().catch(() => null);
  if (!response.ok) throw failure(body?.error ?? body?.errors?.[0], response.status);
  if (body === null) throw new ApiError("the answer could not be read", "NOT_JSON");
  return body;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("the server cannot be reached", "UNREACHABLE");
  }
}

export async function getJson<T>(path: string, query: URLSearchParams, signal: AbortSignal): Promise<T> {
  const text = query.toString();
  return (await request(text ? `${path}?${text}` : path, { signal })) as T;
}

// A document of `generated`, of whichever module.
interface Question<Result, Variables> {
  __apiType?: (variables: Variables) => Result;
  toString(): string;
}

export async function ask<Result, Variables>(
  document: Question<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Result> {
  const body = (await request("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal,
  })) as { data?: Result | null; errors?: WireError[] };
  if (body.errors?.length || !body.data) throw failure(body.errors?.[0], 200);
  return body.data;
}
