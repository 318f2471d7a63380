/** A response with a failure status. Nothing else is read from octokit's `RequestError`: it contains the request and its token. */
export interface RequestFailure {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own message. It is only matched against, never passed on. */
  readonly message: string;
  /** The method and the path of the request, such as `GET /repos/company/ai-prompts`. */
  readonly request: string;
}

/**
 * Reads the failure from an error of octokit.
 * @returns undefined if the request failed without a response.
 */
export function parseRequestFailure(thrown: unknown): RequestFailure | undefined {
  const { response, request } = (thrown ?? {}) as {
    response?: { status: number; url: string; headers: object; data?: { message?: unknown } };
    request?: { method?: string };
  };
  if (response === undefined) return undefined;
  const path = URL.canParse(response.url) ? new URL(response.url).pathname : 'the API';
  const message = typeof response.data?.message === 'string' ? response.data.message : '';
  return {
    status: response.status,
    headers: toHeaders(response),
    message,
    request: `${request?.method ?? 'GET'} ${path}`,
  };
}

/** Converts the headers of an octokit response, which are a plain object. */
export function toHeaders({ headers }: { readonly headers: object }): Headers {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Headers(present.map(([name, value]): [string, string] => [name, String(value)]));
}
