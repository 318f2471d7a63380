import { inspect } from 'node:util';

/** The form in which a person, a log or an error tracker may see a thing. */
const views: Readonly<Record<string, (thing: unknown) => string>> = {
  'what util.inspect shows (with hidden properties and causes)': (thing) =>
    inspect(thing, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  'its message': (thing) => (thing instanceof Error ? thing.message : String(thing)),
  'its stack': (thing) => (thing instanceof Error ? String(thing.stack) : ''),
  'its JSON': (thing) => JSON.stringify(thing, ownProperties) ?? '',
};

/** @returns where one of the secrets shows, plain or in the encodings that headers and URLs use; undefined if nowhere. */
export function firstLeak(thing: unknown, secrets: readonly string[]): string | undefined {
  const needles = secrets.filter((secret) => secret !== '').flatMap(spellings);
  const what = thing instanceof Error ? `an error (${thing.name})` : 'a log line or event';
  for (const [view, show] of Object.entries(views)) {
    const text = show(thing);
    if (needles.some((needle) => text.includes(needle))) return `${what}: ${view}`;
  }
  return undefined;
}

function spellings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

/** Errors hide message, stack and cause from JSON; error trackers don't. */
function ownProperties(this: unknown, _key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return typeof value === 'bigint' ? String(value) : value;
  return Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [name, (value as never)[name]]));
}
