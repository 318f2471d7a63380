/** The first and the longest wait of a back-off, before the random factor. */
export interface BackOffLimits {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Computes the wait before the next attempt at something that failed. It doubles with each failure, up to a limit, and is
 * multiplied by a random factor between 0.5 and 1, so that clients that failed together do not retry together.
 * @param failures The number of failures in a row, at least 1.
 * @returns The wait in milliseconds.
 */
export function backOffMs(failures: number, { firstMs, maxMs }: BackOffLimits): number {
  return Math.min(maxMs, firstMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
