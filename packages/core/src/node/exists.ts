import { existsSync } from 'node:fs';

/** Whether a file exists and may be seen: under `node --permission`, `existsSync` throws for a path outside the allowed ones. */
export function exists(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}
