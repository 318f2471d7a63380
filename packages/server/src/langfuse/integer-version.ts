import type { Prompt } from '@prompts/core';

/** Langfuse's clients expect a version between 1 and this. */
const maxInteger = 2 ** 31 - 1;

/**
 * Returns the version as an integer: the source's own if it is one, otherwise one that is derived from the text's hash, the same in
 * every process.
 */
export function toInteger({ version, hash }: Prompt): number {
  if (/^[1-9]\d{0,9}$/.test(version) && Number(version) <= maxInteger) return Number(version);
  return (Number.parseInt(hash.slice(0, 12), 16) % maxInteger) + 1;
}
