import type { PromptErrorCode } from '@prompts/core';
import type { Fault } from '../server/fault.ts';

/** A fault of a source, and how a provider must report it. */
export interface FaultCase {
  readonly id: string;
  /** Continues "When …" in titles and error messages. */
  readonly situation: string;
  readonly fault: Fault;
  readonly codes: readonly PromptErrorCode[];
  /** Whether a method that does not read the body can't notice the fault. */
  readonly inBody?: boolean;
}

const brokenResponse: readonly PromptErrorCode[] = ['UNAVAILABLE', 'CONTENT_INVALID'];

export const faultCases = [
  status('status-401', 401, 'AUTH_FAILED'),
  status('status-403', 403, 'FORBIDDEN'),
  status('status-404', 404, 'NOT_FOUND'),
  status('status-500', 500, 'UNAVAILABLE'),
  status('status-503', 503, 'UNAVAILABLE'),
  status('rate-limited', 429, 'RATE_LIMITED', { 'retry-after': '120' }),
  {
    id: 'cut-body',
    situation: 'the body is shorter than its Content-Length',
    fault: { kind: 'cut-body' },
    codes: brokenResponse,
    inBody: true,
  },
  {
    id: 'cut-chunked',
    situation: 'the connection ends within a chunked body',
    fault: { kind: 'cut-chunked' },
    codes: brokenResponse,
    inBody: true,
  },
  { id: 'reset', situation: 'the connection is reset', fault: { kind: 'reset' }, codes: brokenResponse },
  {
    id: 'wrong-length',
    situation: 'the response has two different Content-Length headers',
    fault: { kind: 'wrong-length' },
    codes: brokenResponse,
  },
  {
    id: 'malformed',
    situation: 'the response is not HTTP',
    fault: { kind: 'malformed', what: 'status-line' },
    codes: brokenResponse,
  },
  {
    id: 'gzip-bomb',
    situation: 'a body of 100 KB decodes to 100 MB',
    fault: { kind: 'gzip-bomb' },
    codes: brokenResponse,
    inBody: true,
  },
  {
    id: 'redirect-loop',
    situation: 'the source redirects in a loop',
    fault: { kind: 'redirect-loop' },
    codes: [...brokenResponse, 'CONFIG_INVALID'],
  },
] as const satisfies readonly FaultCase[];

function status<const Id extends string>(
  id: Id,
  status: number,
  code: PromptErrorCode,
  headers: Readonly<Record<string, string>> = {},
) {
  return {
    id,
    situation: `the source answers ${status}`,
    fault: { kind: 'status', status, headers },
    codes: [code],
  } satisfies FaultCase;
}
