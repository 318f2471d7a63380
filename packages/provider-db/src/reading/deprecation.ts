import type { ListedPrompt, PromptTemplate } from '@prompts/core';

/** When a prompt was deprecated (ISO 8601); null if it is not. */
export type Deprecation = string | null;

/** The deprecations of listed members, whose version stays the same when they are deprecated. */
const ofMembers = new WeakMap<ListedPrompt, Deprecation>();

export function setDeprecation(member: ListedPrompt, deprecation: Deprecation): void {
  ofMembers.set(member, deprecation);
}

/** Returns the deprecation of a member. A member that another process listed counts as not deprecated. */
export function deprecationOf(member: ListedPrompt): Deprecation {
  return ofMembers.get(member) ?? null;
}

/**
 * Returns a text that identifies everything that is read of a published prompt. The version alone is not enough: the metadata of the
 * same version changes when it is deprecated.
 */
export function stateOfVersion(version: string, deprecation: Deprecation): string {
  return deprecation === null ? version : `${version}, deprecated ${deprecation}`;
}

/** Returns the same as {@link stateOfVersion}, for a template that was read from a version. */
export function stateOfTemplate({ version = '', metadata }: PromptTemplate): string {
  const { deprecatedAt } = metadata ?? {};
  return stateOfVersion(version, typeof deprecatedAt === 'string' ? deprecatedAt : null);
}
