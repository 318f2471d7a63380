import { type Buckets, dayMs, hourMs } from './buckets.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns the start of a bucket in UTC: `06:00`, `1 Nov`, or `Nov 2026` if buckets are longer than a week. */
export function formatBucket({ stepMs }: Buckets, timeMs: number): string {
  if (stepMs === hourMs && timeMs % dayMs !== 0) return formatHour(timeMs);
  if (stepMs <= 7 * dayMs) return formatDay(timeMs);
  const date = new Date(timeMs);
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Returns a range whose end is exclusive: `1 Nov 2026 – 28 Nov 2026, UTC`, or with times of day if it is not of whole days. */
export function formatRange(fromMs: number, toMs: number): string {
  const isWholeDays = fromMs % dayMs === 0 && toMs % dayMs === 0;
  if (!isWholeDays) return `${formatMoment(fromMs)} – ${formatMoment(toMs)} UTC`;
  const last = toMs - dayMs;
  return `${fromMs === last ? formatDate(last) : `${formatDate(fromMs)} – ${formatDate(last)}`}, UTC`;
}

function formatMoment(timeMs: number): string {
  return timeMs % dayMs === 0 ? formatDate(timeMs) : `${formatDate(timeMs)}, ${formatHour(timeMs)}`;
}

function formatDate(timeMs: number): string {
  return `${formatDay(timeMs)} ${new Date(timeMs).getUTCFullYear()}`;
}

function formatDay(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

function formatHour(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 16);
}
