/** One day. A longer wait is taken for a mistake. */
const maxSeconds = 24 * 60 * 60;

/** How all three date formats begin (RFC 9110, 5.6.7). `Date.parse` also accepts `1.5`. */
const dateStart = /^(mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * Parses `Retry-After`, which is a number of seconds or a date (RFC 9110, 10.2.3).
 * @param nowEpochMs The current time, in milliseconds since the epoch.
 * @returns The number of seconds to wait, at most one day; undefined if the header is missing or malformed.
 */
export function retryAfterSeconds(headers: Pick<Headers, 'get'>, nowEpochMs = Date.now()): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : secondsUntil(value, nowEpochMs);
  return Number.isNaN(seconds) ? undefined : Math.min(maxSeconds, Math.max(0, Math.ceil(seconds)));
}

function secondsUntil(date: string, nowEpochMs: number): number {
  return dateStart.test(date) ? (Date.parse(date) - nowEpochMs) / 1000 : Number.NaN;
}
