import { inspect } from 'node:util';

/** The forms in which people, logs and error trackers see a value. */
const views: Readonly<Record<string, (value: unknown) => string>> = {
  'as util.inspect shows it, with hidden properties and causes': (value) =>
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  'in its message': (value) => (value instanceof Error ? value.message : String(value)),
  'in its stack': (value) => (value instanceof Error ? String(value.stack) : ''),
  'in its JSON': (value) => JSON.stringify(value, includeErrors) ?? '',
};

/**
 * Searches a value for secrets, plain and in the encodings of headers and URLs.
 * @returns Where the first secret was found; undefined if there is none.
 */
export function findLeak(value: unknown, secrets: readonly string[]): string | undefined {
  const encoded = secrets.filter((secret) => secret !== '').flatMap(encode);
  const what = value instanceof Error ? `an error (${value.name})` : 'a log line or event';
  for (const [view, show] of Object.entries(views)) {
    const text = show(value);
    if (encoded.some((secret) => text.includes(secret))) return `${what}, ${view}`;
  }
  return undefined;
}

function encode(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

/** A replacer for JSON.stringify that includes an error's message, stack and cause, as error trackers do. */
function includeErrors(this: unknown, _key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return typeof value === 'bigint' ? String(value) : value;
  return Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [name, (value as never)[name]]));
}
