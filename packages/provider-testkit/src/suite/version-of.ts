import { createHash } from 'node:crypto';
import type { PromptTemplate } from '@prompts/core';

/** A template's version as core sees it: the hash of the text where the source gives none. */
export function versionOf({ version, content }: PromptTemplate): string {
  return version ?? createHash('sha256').update(content).digest('hex');
}
