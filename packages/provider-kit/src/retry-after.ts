/** Nobody means to be left alone for longer than a day. */
const longest = 24 * 60 * 60;

/** All three forms of a date (RFC 9110, 5.6.7) begin like this; `Date.parse` takes `1.5` for one as well. */
const dateStart = /^(mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * Seconds that an answer asks to wait: `Retry-After` as seconds or as a date (RFC 9110, 10.2.3).
 * @returns undefined without the header, or where it is malformed.
 */
export function retryAfterSeconds(headers: Headers, nowEpochMs = Date.now()): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : secondsUntil(value, nowEpochMs);
  return Number.isNaN(seconds) ? undefined : Math.min(longest, Math.max(0, Math.ceil(seconds)));
}

function secondsUntil(date: string, nowEpochMs: number): number {
  return dateStart.test(date) ? (Date.parse(date) - nowEpochMs) / 1000 : Number.NaN;
}
