import type { PromptError } from '@prompts/core';
import { errorFromResponse } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { gdocsError } from '../gdocs-error.ts';
import { findFailure, findPromptError, type GoogleFailure } from './google-failure.ts';
import { networkCodeOf } from './network-code.ts';

const what = 'the request for an access token';

/** The advice for errors of the token endpoint, by code. https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const advice: Readonly<Record<string, string>> = {
  invalid_grant:
    'the refresh token or the key has expired or was revoked: authorize the OAuth client again, or create a new key. Refresh tokens of an app in testing expire after 7 days. Also check the clock of this machine',
  unauthorized_client:
    "the service account can't impersonate this user: grant it domain-wide delegation for the requested scopes",
  invalid_client: 'the client id or the client secret is wrong',
  invalid_scope: 'a scope does not exist, or is not granted: check the scopes of the config',
};

/** Converts an error of the function that authorizes requests. The message may quote Google's message, but never the request. */
export function toSignInError(thrown: unknown, auth: NonNullable<ParsedConfig['auth']>): PromptError {
  const known = findPromptError(thrown);
  if (known) return known;
  const failure = findFailure(thrown);
  if (failure) return errorFromSignIn(failure);
  const code = networkCodeOf(thrown);
  if (code !== undefined) return gdocsError('UNAVAILABLE', `${what} failed: ${code}`);
  return gdocsError('AUTH_FAILED', `the credentials are not usable: ${fixOf(auth)}`);
}

/** Converts the response to a request for an access token, with a failure status, to an error. */
export function errorFromSignIn({ status, headers, message, reasons }: GoogleFailure): PromptError {
  const words = message === '' ? '' : ` (${message})`;
  if (status === 429 || status >= 500) {
    const { code, message: text, retryAfter } = errorFromResponse({ status, headers }, { provider: 'gdocs', what });
    return gdocsError(code, text + words, { retryAfter });
  }
  const found = reasons.find((reason) => Object.hasOwn(advice, reason));
  // Only impersonation uses an API that checks permissions.
  const other =
    status === 403
      ? 'grant the role Service Account Token Creator on the account to impersonate, and enable the IAM Service Account Credentials API'
      : 'Google does not accept the credentials';
  const text = found === undefined ? other : advice[found];
  return gdocsError('AUTH_FAILED', `Google returned ${status} for ${what}: ${text}${words}`);
}

function fixOf(auth: NonNullable<ParsedConfig['auth']>): string {
  if ('clientEmail' in auth) {
    return 'privateKey must be the private_key of the key file, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----';
  }
  if ('applicationDefault' in auth) {
    return "set GOOGLE_APPLICATION_CREDENTIALS to the path of a valid file of credentials, or run 'gcloud auth application-default login'";
  }
  return 'the client in auth failed to create the headers of a request';
}
