/** A response with a failure status. Nothing else is read from octokit's `RequestError`: it contains the request and its token. */
export interface RequestFailure {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own message, in one line; empty if the response is not from GitHub's API. */
  readonly message: string;
  /** Whether the response is a web page, as proxies and firewalls send it. */
  readonly isHtml: boolean;
  /** Why GitHub blocks the repository, if it does, such as `dmca, https://github.com/github/dmca/…`. */
  readonly block: string | undefined;
  /** The origin that responded, if it is known. */
  readonly origin: string | undefined;
}

interface ErrorBody {
  readonly message?: unknown;
  readonly block?: { readonly reason?: unknown; readonly html_url?: unknown } | null;
}

/** GitHub's tokens, and the signed tokens of Apps: the provider doesn't know those of the app's own Octokit. */
const anyToken = /\b(?:gh[a-z]_\w{10,}|github_pat_\w{10,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/g;

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
  // Messages quote some of them.
  for (const [name, value] of [...headers]) headers.set(name, withoutTokens(value, token));
  const { data } = response;
  const { message, block } = typeof data === 'object' && data !== null ? data : {};
  return {
    status: response.status,
    headers,
    message: isText(message) ? toOneLine(message, token) : '',
    isHtml: /\bhtml\b/.test(headers.get('content-type') ?? '') || (typeof data === 'string' && /^\s*</.test(data)),
    block: block ? toOneLine([block.reason, block.html_url].filter(isText).join(', '), token) : undefined,
    origin: URL.canParse(response.url) ? new URL(response.url).origin : undefined,
  };
}

/** Converts the headers of an octokit response, which are a plain object. */
export function toHeaders({ headers }: { readonly headers: object }): Headers {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Headers(present.map(([name, value]): [string, string] => [name, String(value)]));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Formats a server's message for an error: in one line of limited length, without tokens. */
export function toOneLine(message: string, token = ''): string {
  const line = withoutTokens(message, token)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
}

function withoutTokens(text: string, token: string): string {
  const withoutToken = token === '' ? text : text.replaceAll(token, '[secret]');
  return withoutToken.replace(anyToken, '[secret]');
}
