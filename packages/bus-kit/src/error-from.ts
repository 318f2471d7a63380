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
  const trouble = isAboutCertificate(code)
    ? 'shows a certificate that is not trusted'
    : "can't be reached, or broke off";
  return new PromptError('UNAVAILABLE', `${name} ${trouble}${detail}`);
}

/** Such as `ERR_TLS_CERT_ALTNAME_INVALID`, `SELF_SIGNED_CERT_IN_CHAIN` or `UNABLE_TO_VERIFY_LEAF_SIGNATURE`. */
function isAboutCertificate(code = ''): boolean {
  return /_CERT|CERT_|_SIGNATURE$/.test(code);
}

/** The error's own code, or else that of what caused it. */
function codeOf(error: unknown): string | undefined {
  const own = Object(error) as { code?: unknown; cause?: unknown };
  const codes = [own.code, Object(own.cause).code];
  return codes.find((code): code is string => typeof code === 'string' && /^\w{3,40}$/.test(code));
}
