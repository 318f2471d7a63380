import { existsSync } from 'node:fs';

/** Returns whether a file exists and is accessible. Under `node --permission`, `existsSync` throws for paths that are not allowed. */
export function exists(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}
