/** The parts of a database's address, decoded. */
export interface AddressParts {
  readonly user?: string;
  readonly password?: string;
  /** Without the brackets of an IPv6 address. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  /** The parameters after `?`. The last of several with the same name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Creates the error for an address. The rule continues a sentence that begins with the name of the option. */
export type InvalidAddress = (rule: string) => Error;

/** Without `@` and `#`, which belong to a password that is not encoded. */
const addressPattern = /^[a-z]+:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^@?#]*))?(?:\?([^@#]*))?$/i;
const hostPattern = /^(?:\[([\da-f:.]+)\]|([^:[\]\s<>\\^|]*))(?::(\d*))?$/i;
const maxPort = 65_535;

/**
 * Splits `scheme://user:password@host:port/database?parameter=value`. All parts but the scheme are optional.
 * @throws What `invalid` creates, never with a part of the address: it may be a part of the password.
 */
export function splitAddress(address: string, invalid: InvalidAddress): AddressParts {
  const scheme = address.slice(0, address.indexOf(':'));
  const reject = () =>
    invalid(
      `must be a URL such as ${scheme}://user:password@host, with special characters encoded: apply encodeURIComponent to the user and the password`,
    );
  // A URL drops tabs and line breaks.
  const [isAddress, credentials = '', authority = '', database = '', query = ''] = /[\t\r\n]/.test(address)
    ? []
    : (addressPattern.exec(address) ?? []);
  const [isHost, ipv6, host = ipv6, port = ''] = hostPattern.exec(authority) ?? [];
  if (isAddress === undefined || isHost === undefined || Number(port) > maxPort) throw reject();
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw reject();
    }
  };
  const [user = '', ...password] = credentials.split(':');
  const parameters = query.split('&').filter((parameter) => parameter !== '');
  // It may be a part of a password that is a parameter.
  if (parameters.some((parameter) => !parameter.includes('='))) throw reject();
  const parts = {
    user: decode(user),
    password: decode(password.join(':')),
    host: decode(host ?? ''),
    port: port === '' ? undefined : Number(port),
    database: decode(database),
  };
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== '' && value !== undefined)),
    parameters: new Map(
      parameters.map((parameter) => {
        // URLSearchParams writes a space as +.
        const [name = '', ...value] = parameter.replaceAll('+', ' ').split('=');
        return [decode(name), decode(value.join('='))];
      }),
    ),
  };
}
