const minuteMs = 60_000;

/** How old a signed delivery may be. Notion repeats its deliveries for a day. */
const maxAgeMs: Readonly<Record<string, number>> = { notion: 24 * 60 * minuteMs };
const defaultMaxAgeMs = 5 * minuteMs;

/** Whether a signed delivery is so old that somebody may have recorded it. @param timestamp Epoch ms, if the source signs one. */
export function isOutdated(provider: string, timestamp: number | undefined): boolean {
  return timestamp !== undefined && Date.now() - timestamp > (maxAgeMs[provider] ?? defaultMaxAgeMs);
}
