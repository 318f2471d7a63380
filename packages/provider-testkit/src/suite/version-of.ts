import { createHash } from 'node:crypto';
import type { PromptTemplate } from '@prompts/core';

/** Returns a template's version as core computes it: the hash of the text if the provider gives no version. */
export function versionOf({ version, content }: PromptTemplate): string {
  return version ?? createHash('sha256').update(content).digest('hex');
}
