import { PromptError } from '@prompts/core';
import type { BusRefusal, BusServer } from './connection.ts';
import { LateError } from './within.ts';

const refusals: Readonly<Record<BusRefusal, string>> = {
  AUTH_FAILED: 'refused the name or the password',
  FORBIDDEN: 'does not allow this account to use the channel',
  CONFIG_INVALID: 'does not know what the address names',
};

/** An error of ours for what a client threw. Of the client's own only a code such as `ECONNREFUSED` survives. */
export function errorFrom(thrown: unknown, { name, refusal }: BusServer): PromptError {
  if (PromptError.isInstance(thrown)) return thrown;
  if (thrown instanceof LateError) {
    return new PromptError('UNAVAILABLE', `${name} did not answer within ${thrown.seconds} s`);
  }
  const code = codeOf(thrown);
  const detail = code === undefined ? '' : ` (${code})`;
  const refused = refusal(thrown);
  if (refused) return new PromptError(refused, `${name} ${refusals[refused]}${detail}`);
  return new PromptError('UNAVAILABLE', `${name} can't be reached, or broke off${detail}`);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^\w{3,30}$/.test(code) ? code : undefined;
}
