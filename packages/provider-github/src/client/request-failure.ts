/** A response with a failure status. Nothing else is read from octokit's `RequestError`: it contains the request and its token. */
export interface RequestFailure {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own message, in one line; empty if the response is not from GitHub's API. */
  readonly message: string;
  /** Whether the response is a web page, as proxies and firewalls send it. */
  readonly isHtml: boolean;
  /** Why GitHub blocks the repository, if it does. */
  readonly block: { readonly reason?: unknown; readonly html_url?: unknown } | undefined;
  /** The origin that responded, if it is known. */
  readonly origin: string | undefined;
}

interface ErrorBody {
  readonly message?: unknown;
  readonly block?: RequestFailure['block'];
}

/** In UTF-16 code units. GitHub's messages are shorter. */
const maxMessageLength = 500;

/**
 * Reads the failure from an error of octokit.
 * @param token The token of the request. A server that quotes it must not get it into a message.
 * @returns undefined if the request failed without a response.
 */
export function parseRequestFailure(thrown: unknown, token = ''): RequestFailure | undefined {
  const { response } = (thrown ?? {}) as {
    response?: { status: number; url: string; headers: object; data?: ErrorBody | string };
  };
  if (response === undefined) return undefined;
  const headers = toHeaders(response);
  const { data } = response;
  const { message, block } = typeof data === 'object' && data !== null ? data : {};
  return {
    status: response.status,
    headers,
    message: typeof message === 'string' ? toOneLine(message, token) : '',
    isHtml: /\bhtml\b/.test(headers.get('content-type') ?? '') || (typeof data === 'string' && /^\s*</.test(data)),
    block: typeof block === 'object' && block !== null ? block : undefined,
    origin: URL.canParse(response.url) ? new URL(response.url).origin : undefined,
  };
}

/** Converts the headers of an octokit response, which are a plain object. */
export function toHeaders({ headers }: { readonly headers: object }): Headers {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Headers(present.map(([name, value]): [string, string] => [name, String(value)]));
}

function toOneLine(message: string, token: string): string {
  const withoutToken = token === '' ? message : message.replaceAll(token, '[secret]');
  const line = withoutToken.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
}
