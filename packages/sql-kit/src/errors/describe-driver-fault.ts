import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { isWithoutTls, pgHbaFault } from '@prompts/bus-kit';
import type { PromptErrorCode } from '@prompts/core';
import type { DriverError } from './classify-driver-error.ts';

/** Why a connection or a statement failed, in words that continue a sentence that begins with the database's address. */
export interface DriverFault {
  readonly code: PromptErrorCode;
  readonly message: string;
}

interface Thrown extends DriverError {
  readonly message?: string;
}

/** Codes of Node and mysql2 for a certificate: `ERR_TLS_CERT_ALTNAME_INVALID`, `SELF_SIGNED_CERT_IN_CHAIN`, … */
const certificateCode = /_CERT|CERT_|_SIGNATURE$/;

/** Alerts of a server about a client certificate: `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`, or mysql2's text `tlsv1 alert unknown ca`. */
const refusedCertificate = /alert[ _](unknown[ _]ca|access[ _]denied|(\w+[ _])?certificate)/i;

/**
 * Recognises faults whose code alone does not say what to do.
 * @param filename The file of an SQLite database.
 * @param creationCall The call that creates such a file, for advice.
 */
export function describeDriverFault(
  thrown: unknown,
  filename: unknown,
  creationCall: string | undefined,
): DriverFault | undefined {
  const error = Object(thrown) as Thrown;
  const { code = '', message = '', errcode } = error;
  if (refusedCertificate.test(code === 'HANDSHAKE_SSL_ERROR' ? message : code)) {
    const advice = 'check the files sslcert and sslkey, or ssl-cert and ssl-key';
    return { code: 'AUTH_FAILED', message: `did not accept the client certificate, or received none: ${advice}` };
  }
  if (certificateCode.test(code) || (code === 'HANDSHAKE_SSL_ERROR' && /certificate|altname/i.test(message))) {
    const advice = 'check its host name and its authority (sslrootcert or ssl-ca)';
    return { code: 'UNAVAILABLE', message: `has a certificate that is not trusted: ${advice}` };
  }
  if (isWithoutTls(error)) {
    const advice = 'enable TLS there, or connect with sslmode=disable or ssl-mode=DISABLED';
    return { code: 'UNAVAILABLE', message: `does not support TLS, which the connection requires: ${advice}` };
  }
  const refusal = pgHbaFault(error);
  if (refusal) return refusal;
  if (code === '08P01' && message.startsWith('no such database')) {
    const message = 'is a pooler that does not know the database: check its name, and the databases of the pooler';
    return { code: 'CONFIG_INVALID', message };
  }
  if (code === '08P01' && /^SASL authentication failed|^password authentication failed/.test(message)) {
    return { code: 'AUTH_FAILED', message: 'rejected the credentials: check the user and the password' };
  }
  const [, parameter] = /^unsupported startup parameter: (\w+)/.exec(message) ?? [];
  if (code === '08P01' && parameter) {
    const advice = 'remove it from the address, or add it to ignore_startup_parameters of the pooler';
    return {
      code: 'CONFIG_INVALID',
      message: `is a pooler that does not support the parameter '${parameter}': ${advice}`,
    };
  }
  if (code === '55P03' || code === 'ER_LOCK_WAIT_TIMEOUT') {
    return { code: 'TIMEOUT', message: 'waited too long for a lock that another transaction holds' };
  }
  if (code === 'ER_SECURE_TRANSPORT_REQUIRED') {
    return { code: 'CONFIG_INVALID', message: 'requires TLS: connect with ssl-mode=REQUIRED' };
  }
  if (code === 'ER_HOST_NOT_PRIVILEGED') {
    return { code: 'FORBIDDEN', message: 'does not allow connections from this host: create a user for it' };
  }
  if (isUnopened(code, errcode) && typeof filename === 'string' && !existsSync(filename)) {
    const advice = 'check its path, which is relative to the working directory';
    const message = existsSync(dirname(filename))
      ? `does not exist: ${advice}${creationCall ? `, or create it with ${creationCall}` : ''}`
      : `is in a folder that does not exist: ${advice}`;
    return { code: 'CONFIG_INVALID', message };
  }
  return undefined;
}

function isUnopened(code: string, errcode = 0): boolean {
  return code === 'SQLITE_CANTOPEN' || (errcode & 0xff) === 14;
}
