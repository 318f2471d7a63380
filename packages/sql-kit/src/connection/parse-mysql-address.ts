import { isIP } from 'node:net';
import {
  certificateFile,
  file,
  type InvalidAddress,
  integer,
  oneOf,
  type ParameterReader,
  readParameters,
  splitAddress,
  text,
} from '@prompts/bus-kit';

/** How to use TLS: not at all, or with these options of mysql2. */
type Tls = false | Readonly<Record<string, unknown>>;

interface TlsParameters {
  readonly mode?: string;
  readonly ssl?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const modes = ['DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'];
const mode = oneOf(Object.fromEntries(modes.map((name) => [name, { mode: name }])));

const socket: ParameterReader = (value, invalid) => {
  if (value === '') throw invalid('must be the path of a Unix socket');
  return { socketPath: value };
};

/** https://dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html, and options of mysql2. */
const readers: Readonly<Record<string, ParameterReader>> = {
  'ssl-mode': (value, invalid) => mode(value.toUpperCase(), invalid),
  'ssl-ca': certificateFile('ca'),
  'ssl-cert': certificateFile('cert'),
  'ssl-key': file('key'),
  socket,
  socketPath: socket,
  'connect-timeout': integer('connectTimeout'),
  connectTimeout: integer('connectTimeout'),
  charset: oneOf({ utf8mb4: {} }),
  ssl: text('ssl'),
};

const hints = { sslmode: 'ssl-mode', sslrootcert: 'ssl-ca' };

/**
 * Parses `mysql://user:password@host:port/database?parameter=value`.
 * @returns The settings for mysql2, and `retrySsl`: the value of `ssl` for a second attempt, if the server does not support TLS.
 * @throws What `invalid` creates, if the address is not valid or has an unknown parameter.
 */
export function parseMySqlAddress(address: string, invalid: InvalidAddress): object {
  const { parameters, ...parts } = splitAddress(address, invalid);
  const settings = readParameters(parameters, readers, hints, invalid);
  const { mode, ssl, ca, cert, key, ...others } = settings as TlsParameters & { socketPath?: string };
  const { host = '', database = '' } = parts;
  if ((host === '' && others.socketPath === undefined) || host.includes(',') || database === '') {
    const examples = 'mysql://user:password@host/database or mysql://user:password@localhost/database?socket=/path';
    throw invalid(`must name one host and a database, such as ${examples}, with special characters encoded`);
  }
  if ((cert === undefined) !== (key === undefined))
    throw invalid('needs both parameters ssl-cert and ssl-key, or neither');
  const files = Object.fromEntries(Object.entries({ ca, cert, key }).filter(([, value]) => value !== undefined));
  const defaultMode = ca === undefined ? cert && 'REQUIRED' : 'VERIFY_CA';
  const effectiveMode = mode ?? defaultMode;
  // mysql2 compares the names of a certificate with 'localhost' instead.
  if (effectiveMode === 'VERIFY_IDENTITY' && isIP(host)) {
    throw invalid("parameter 'ssl-mode=VERIFY_IDENTITY' needs a host name instead of an IP address");
  }
  if (ssl !== undefined && (effectiveMode ?? key) !== undefined) {
    throw invalid("parameter 'ssl' can't be combined with ssl-mode, ssl-ca, ssl-cert or ssl-key: use those alone");
  }
  const tls = ssl === undefined ? tlsOf(effectiveMode, files) : { ssl: parseTlsOptions(ssl, invalid) };
  return { ...parts, ...others, ...tls };
}

function tlsOf(mode: string | undefined, files: Readonly<Record<string, unknown>>): { ssl?: Tls; retrySsl?: Tls } {
  const unverified = { ...files, rejectUnauthorized: false };
  if (mode === 'PREFERRED') return { ssl: unverified, retrySsl: false };
  if (mode === 'REQUIRED') return { ssl: unverified };
  if (mode === 'VERIFY_CA') return { ssl: files };
  return mode === 'VERIFY_IDENTITY' ? { ssl: { ...files, verifyIdentity: true } } : {};
}

/** Parses mysql2's own parameter: `ssl={"rejectUnauthorized":true}`. */
function parseTlsOptions(json: string, invalid: InvalidAddress): Tls {
  let options: unknown;
  try {
    options = JSON.parse(json);
  } catch {}
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid("parameter 'ssl' must be options of mysql2, an object in JSON: use ssl-mode instead");
  }
  return { verifyIdentity: true, ...options };
}
