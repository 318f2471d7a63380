import type { ListedPrompt, PromptTemplate } from '@prompts/core';

/**
 * What is read of a published version besides its number. The same version is another one if it was published at another time, in
 * a database that replaced the former, and its metadata change when its prompt is deprecated.
 */
export interface VersionState {
  /** When it was published, as the database returns it. */
  readonly createdAt: string;
  /** When its prompt was deprecated; null if it is not. */
  readonly deprecatedAt: string | null;
}

/** The states of listed members. A member that another process listed has none. */
const ofMembers = new WeakMap<ListedPrompt, VersionState>();

export function setState(member: ListedPrompt, state: VersionState): void {
  ofMembers.set(member, state);
}

/** Returns a text that identifies the state of a member, without its version. */
export function stateOfMember(member: ListedPrompt): string {
  const state = ofMembers.get(member);
  return state ? stateText(state) : '';
}

/** Whether a member changed though its version is the same. One whose former state is not known changed if it is deprecated. */
export function hasOtherState(before: ListedPrompt, after: ListedPrompt): boolean {
  const state = ofMembers.get(before);
  return state ? stateText(state) !== stateOfMember(after) : (ofMembers.get(after)?.deprecatedAt ?? null) !== null;
}

/** Returns a text that identifies everything that is read of a published prompt. */
export function stateOfVersion(version: string, state: VersionState): string {
  return `${version}${stateText(state)}`;
}

/** Returns the same as {@link stateOfVersion}, for a template that was read from a version. */
export function stateOfTemplate({ version = '', metadata }: PromptTemplate): string {
  const { createdAt, deprecatedAt } = metadata ?? {};
  return stateOfVersion(version, {
    createdAt: String(createdAt),
    deprecatedAt: typeof deprecatedAt === 'string' ? deprecatedAt : null,
  });
}

function stateText({ createdAt, deprecatedAt }: VersionState): string {
  return ` of ${createdAt}${deprecatedAt === null ? '' : `, deprecated ${deprecatedAt}`}`;
}
