import { PromptError } from '@prompts/core';
import type { BusRefusal, BusServer } from './connection.ts';
import { TimeoutError } from './with-timeout.ts';

const refusals: Readonly<Record<BusRefusal, string>> = {
  AUTH_FAILED: 'rejected the credentials: check the user name and the password',
  FORBIDDEN: 'does not allow this account to use the channel: grant it access',
  CONFIG_INVALID: 'does not have the requested database: check the address',
};

/**
 * Converts an error of a client to a `PromptError`. Only its code, such as `ECONNREFUSED`, is kept. Of several errors, the
 * first that is more than unavailability counts, or else the first.
 */
export function toPromptError(thrown: unknown, server: BusServer): PromptError {
  const { name, refusal } = server;
  if (thrown instanceof AggregateError) {
    const errors = thrown.errors.map((error) => toPromptError(error, server));
    const [first] = errors;
    if (first) return errors.find(({ code }) => code !== 'UNAVAILABLE') ?? first;
  }
  if (PromptError.isInstance(thrown)) return thrown;
  if (thrown instanceof TimeoutError) {
    return new PromptError('UNAVAILABLE', `${name} did not respond within ${thrown.timeoutMs / 1000} s`);
  }
  const code = findCode(thrown);
  const detail = code === undefined ? '' : ` (${code})`;
  const refused = refusal(thrown);
  if (refused) {
    const fault = typeof refused === 'object' ? refused : { code: refused, message: refusals[refused] };
    return new PromptError(fault.code, `${name} ${fault.message}${detail}`);
  }
  const reason = isCertificateCode(code)
    ? 'has a certificate that is not trusted: check its host name and its authority'
    : "can't be reached, or closed the connection";
  return new PromptError('UNAVAILABLE', `${name} ${reason}${detail}`);
}

/** Recognises codes such as `ERR_TLS_CERT_ALTNAME_INVALID`, `SELF_SIGNED_CERT_IN_CHAIN` or `UNABLE_TO_VERIFY_LEAF_SIGNATURE`. */
function isCertificateCode(code = ''): boolean {
  return /_CERT|CERT_|_SIGNATURE$/.test(code);
}

/** Returns the code of an error, or else of its cause. */
function findCode(error: unknown): string | undefined {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  const codes = [code, Object(cause).code];
  return codes.find((candidate): candidate is string => typeof candidate === 'string' && /^\w{3,40}$/.test(candidate));
}
