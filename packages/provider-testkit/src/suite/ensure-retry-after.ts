import type { PromptError } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { ensure } from './ensure.ts';

/** If a fault is a response with `Retry-After`, ensures that the error's `retryAfter` has the same seconds. */
export function ensureRetryAfter({ retryAfter }: PromptError, fault: Fault): void {
  const header = fault.kind === 'status' ? fault.headers?.['retry-after'] : undefined;
  if (header === undefined || fault.kind !== 'status') return;
  const expectedSeconds = Number(header);
  ensure(
    retryAfter !== undefined && retryAfter > expectedSeconds - 10 && retryAfter <= expectedSeconds,
    `When the source answers ${fault.status} with 'Retry-After: ${header}', the error's retryAfter must be ${expectedSeconds} (seconds), but it was ${retryAfter}.`,
  );
}
