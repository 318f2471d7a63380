/** A response, without the headers that every response has. */
export interface ApiResponse {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The points that it counts against the quota. Default: 1. */
  readonly cost?: number;
}

export function jsonResponse(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const bytes = Buffer.from(JSON.stringify(value));
  return { status, bytes, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } };
}

/** Creates a response with one of GitHub's media types, such as `raw`. */
export function rawResponse(
  bytes: Uint8Array,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return {
    status: 200,
    bytes,
    headers: { 'content-type': `application/vnd.github.${type}; charset=utf-8`, ...headers },
  };
}
