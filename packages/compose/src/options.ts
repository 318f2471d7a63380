import { type HookEntry, PromptError, type PromptIssue } from '@prompts/core';

/** The options of `compose`. */
export interface ComposeOptions {
  /**
   * What an include of a name that does not exist becomes: an error, or an empty text. A source that can't be reached is
   * always an error. Default `'error'`.
   */
  readonly missing?: 'error' | 'empty' | undefined;
  /** How many includes may follow each other: if a includes b and b includes c, there are two. Default 10. */
  readonly maxDepth?: number | undefined;
  /**
   * Whether an entry may include a prompt itself. Called for each include and each layer of a text, before anything is read.
   * An include that it does not return `true` for is `FORBIDDEN`, and so is its text.
   * @param entry The entry that includes. Its `metadata` is what the configuration says.
   * @param name The prompt to include.
   */
  readonly mayInclude?: ((entry: HookEntry, name: string) => boolean) | undefined;
}

const keys: readonly string[] = ['missing', 'maxDepth', 'mayInclude'] satisfies (keyof ComposeOptions)[];

/** @throws `CONFIG_INVALID` with every mistake in `issues`. */
export function checkOptions(options: ComposeOptions): void {
  const issues = [...findIssues(options)];
  if (issues.length === 0) return;
  const list = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new PromptError('CONFIG_INVALID', `The options of compose() are not valid. ${list}`, { issues });
}

function* findIssues(options: ComposeOptions): Iterable<PromptIssue> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    yield { path: 'options', message: 'must be an object' };
    return;
  }
  const { missing, maxDepth, mayInclude } = options;
  if (missing !== undefined && missing !== 'error' && missing !== 'empty')
    yield { path: 'missing', message: "must be 'error' or 'empty'" };
  if (maxDepth !== undefined && !(Number.isSafeInteger(maxDepth) && maxDepth >= 1))
    yield { path: 'maxDepth', message: 'must be a whole number of 1 or more' };
  if (mayInclude !== undefined && typeof mayInclude !== 'function')
    yield { path: 'mayInclude', message: 'must be a function' };
  for (const key of Object.keys(options)) {
    if (!keys.includes(key)) yield { path: key, message: `unknown option, use one of ${keys.join(', ')}` };
  }
}
