import type { PromptErrorCode } from '@prompts/core';

/** What is wrong with the certificates of a connection. */
interface TlsFault {
  readonly code: PromptErrorCode;
  /** What the server has or does, and what to do. */
  readonly fault: string;
}

/** The first pattern that the code of an error matches says what it means. Codes are those of Node and OpenSSL. */
const meanings: readonly (readonly [pattern: RegExp, code: PromptErrorCode, fault: string, advice: string])[] = [
  [
    /_ALERT_(\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/,
    'AUTH_FAILED',
    'did not accept the client certificate, or received none',
    "set tls.cert and tls.key in the provider's options",
  ],
  [
    /_ALERT_HANDSHAKE_FAILURE$/,
    'UNAVAILABLE',
    'refused the TLS handshake',
    "if it asks for a client certificate, set tls.cert and tls.key in the provider's options",
  ],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'UNAVAILABLE', 'has the certificate of another host', 'check the host name'],
  [/^CERT_HAS_EXPIRED$/, 'UNAVAILABLE', 'has a certificate that has expired', 'renew it'],
  [
    /_CERT|CERT_|_SIGNATURE$/,
    'UNAVAILABLE',
    'has a certificate that is not trusted',
    "if you trust its authority, set tls.ca in the provider's options",
  ],
];

/** @returns The fault that the code of a connection's error stands for; undefined if it is about something else than certificates. */
export function describeTlsFault(errorCode: string): TlsFault | undefined {
  const meaning = meanings.find(([pattern]) => pattern.test(errorCode));
  if (meaning === undefined) return undefined;
  const [, code, fault, advice] = meaning;
  return { code, fault: `${fault} (${errorCode}): ${advice}` };
}
