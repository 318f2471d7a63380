import { existsSync } from 'node:fs';
import { join } from 'node:path';

const home = process.env.PROMPTS_SHARED_DATA ?? join(import.meta.dirname, '../../../shared/data');

/** Said by tests that are skipped without {@link sharedData}. */
export const noSharedData = 'no data here that others wrote: set PROMPTS_SHARED_DATA to its folder';

/** @returns the path of something that this project did not write and does not hold; undefined where it is absent. */
export function sharedData(path: string): string | undefined {
  const found = join(home, path);
  return existsSync(found) ? found : undefined;
}
