import {
  certificateFile,
  file,
  integer,
  oneOf,
  type ParameterReader,
  readParameters,
  text,
} from './read-parameters.ts';
import { type InvalidAddress, splitAddress } from './split-address.ts';

/** How to use TLS: not at all, or with these options of `tls.connect`. */
export type TlsSettings = false | Readonly<Record<string, unknown>>;

/** The settings of a client of `pg`. */
export interface PostgresSettings {
  readonly host: string;
  readonly port?: number;
  readonly database: string;
  readonly user?: string;
  readonly password?: string;
  readonly ssl?: TlsSettings;
  /** The value of `ssl` for a second attempt, if the server rejects the first one. */
  readonly retrySsl?: TlsSettings;
}

interface TlsParameters {
  readonly sslmode?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly usesSystemAuthorities?: boolean;
  readonly sslnegotiation?: string;
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS, and timeouts of `pg`. */
const readers: Readonly<Record<string, ParameterReader>> = {
  host: text('host'),
  port: integer('port'),
  user: text('user'),
  password: text('password'),
  dbname: text('database'),
  application_name: text('application_name'),
  fallback_application_name: text('fallback_application_name'),
  options: text('options'),
  connect_timeout: integer('connectionTimeoutMillis', 1000),
  client_encoding: oneOf({ UTF8: {}, 'UTF-8': {}, utf8: {}, auto: {} }),
  keepalives: oneOf({ 0: { keepAlive: false }, 1: { keepAlive: true } }),
  target_session_attrs: oneOf({ any: {} }),
  gssencmode: oneOf({ disable: {}, prefer: {} }),
  // `pg` uses it if the server offers it.
  channel_binding: oneOf({
    disable: {},
    prefer: { enableChannelBinding: true },
    require: { enableChannelBinding: true },
  }),
  sslmode: oneOf(Object.fromEntries(sslModes.map((sslmode) => [sslmode, { sslmode }]))),
  sslrootcert: (value, invalid) =>
    value === 'system' ? { usesSystemAuthorities: true } : certificateFile('ca')(value, invalid),
  sslcert: certificateFile('cert'),
  sslkey: file('key'),
  sslpassword: text('passphrase'),
  sslnegotiation: oneOf({ postgres: {}, direct: { sslnegotiation: 'direct' } }),
  // As in libpq, for addresses of JDBC.
  ssl: oneOf({ true: { sslmode: 'require' } }),
  // Asks `pg` for what is the rule here.
  uselibpqcompat: oneOf({ true: {} }),
  statement_timeout: integer('statement_timeout'),
  lock_timeout: integer('lock_timeout'),
  idle_in_transaction_session_timeout: integer('idle_in_transaction_session_timeout'),
  query_timeout: integer('query_timeout'),
};

const hints = {
  schema: 'options=-c%20search_path%3D<schema>',
  'ssl-mode': 'sslmode',
  'ssl-ca': 'sslrootcert',
};

/**
 * Parses `postgres://user:password@host:port/database?parameter=value`. Parameters mean what they mean for libpq, with one
 * exception: without `sslrootcert`, the authorities that Node trusts count.
 * @param invalid Creates the error. Its parameter continues a sentence that begins with the name of the option.
 * @throws What `invalid` creates, if the address is not valid or has an unknown parameter.
 */
export function parsePostgresAddress(address: string, invalid: InvalidAddress): PostgresSettings {
  const { parameters, ...parts } = splitAddress(address, invalid);
  const { sslmode, ca, cert, key, passphrase, usesSystemAuthorities, sslnegotiation, ...settings } = {
    ...parts,
    ...readParameters(parameters, readers, hints, invalid),
  } as Omit<PostgresSettings, 'ssl'> & TlsParameters;
  const { host = '', database = '' } = settings;
  if (host === '' || host.includes(',') || database === '') {
    const examples = 'postgres://user:password@host/database or postgres:///database?host=/folder/of/the/socket';
    throw invalid(`must name one host and a database, such as ${examples}, with special characters encoded`);
  }
  const hasFiles = ca !== undefined || cert !== undefined || usesSystemAuthorities;
  const mode = sslmode ?? (hasFiles ? 'verify-full' : undefined);
  if (usesSystemAuthorities && mode !== 'verify-full')
    throw invalid("parameter 'sslrootcert=system' needs sslmode=verify-full");
  for (const [name, value] of [
    ['sslnegotiation', 'direct'],
    ['channel_binding', 'require'],
  ] as const) {
    if (parameters.get(name) === value && (mode === undefined || sslModes.indexOf(mode) < 3)) {
      throw invalid(`parameter '${name}=${value}' needs sslmode=require, verify-ca or verify-full`);
    }
  }
  if ((cert === undefined) !== (key === undefined))
    throw invalid('needs both parameters sslcert and sslkey, or neither');
  const files = Object.fromEntries(Object.entries({ ca, cert, key, passphrase }).filter(([, value]) => value));
  return { ...settings, ...(sslnegotiation && { sslnegotiation }), ...(mode && tlsOf(mode, files)) };
}

function tlsOf(mode: string, files: Readonly<Record<string, unknown>>): Pick<PostgresSettings, 'ssl' | 'retrySsl'> {
  const unverified = { ...files, rejectUnauthorized: false };
  if (mode === 'disable') return { ssl: false };
  if (mode === 'allow') return { ssl: false, retrySsl: unverified };
  if (mode === 'prefer') return { ssl: unverified, retrySsl: false };
  if (mode === 'verify-full') return { ssl: files };
  if (mode === 'require' && files.ca === undefined) return { ssl: unverified };
  return { ssl: { ...files, checkServerIdentity: () => undefined } };
}
