import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.PROMPTS_SHARED_DATA ?? join(import.meta.dirname, '../../../shared/data');

/** The reason of tests that are skipped without {@link sharedData}. */
export const noSharedData = 'the test data is not available: set PROMPTS_SHARED_DATA to its folder';

/** Returns the path of test data that is not part of this repository; undefined if it is not available. */
export function sharedData(path: string): string | undefined {
  const found = join(folder, path);
  return existsSync(found) ? found : undefined;
}
