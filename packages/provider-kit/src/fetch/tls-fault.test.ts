import { expect, it } from 'vitest';
import { describeTlsFault } from './tls-fault.ts';

it.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'AUTH_FAILED', 'did not accept the client certificate'],
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'AUTH_FAILED', 'did not accept the client certificate'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'AUTH_FAILED', 'did not accept the client certificate'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'AUTH_FAILED', 'did not accept the client certificate'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'UNAVAILABLE', 'refused the TLS handshake'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'UNAVAILABLE', 'has the certificate of another host'],
  ['CERT_HAS_EXPIRED', 'UNAVAILABLE', 'has expired'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'UNAVAILABLE', 'set tls.ca'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNAVAILABLE', 'set tls.ca'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNAVAILABLE', 'set tls.ca'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNAVAILABLE', 'set tls.ca'],
])('%s is %s: the server %s', (errorCode, code, fault) => {
  const described = describeTlsFault(errorCode);
  expect(described).toMatchObject({ code, fault: expect.stringContaining(fault) });
  expect(described?.fault).toContain(`(${errorCode})`);
});

it.each(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
  '%s is not a fault of certificates',
  (code) => {
    expect(describeTlsFault(code)).toBeUndefined();
  },
);
