import { frozenCopy } from '../identity/frozen-copy.ts';
import { compileTemplate, type FillOptions, type Variables } from './compile.ts';
import type { TemplateSyntax } from './placeholders.ts';

/** `fresh`: within its TTL. `stale`: older, served while it is refreshed or the source fails. `fallback`: the configured text. */
export type PromptState = 'fresh' | 'stale' | 'fallback';

/**
 * A prompt as the app receives it: frozen, versioned and ready to render.
 * @example
 * ```ts
 * const prompt = await prompts.get('greeting');
 * const text = prompt.render({ name: 'Ada' });
 * console.log(prompt.version, prompt.state, text);
 * ```
 */
export interface Prompt {
  readonly name: string;
  /** As written at the source, without front matter; never rendered. */
  readonly content: string;
  /** The source's own id of this text, or its hash if there is none. */
  readonly version: string;
  /** SHA-256 of `content` in UTF-8, in hex. */
  readonly hash: string;
  readonly provider: string;
  /** Where a person can open it. */
  readonly uri?: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Each variable once, in order of appearance. */
  readonly variables: readonly string[];
  readonly state: PromptState;
  /** When the source returned this text, in epoch ms. */
  readonly fetchedAt: number;
  /** Returns the text with its variables filled in. @throws `VARIABLE_MISSING`, `CONTENT_INVALID`. */
  render(variables?: Variables, options?: FillOptions): string;
}

/** What a prompt is created from. */
export interface PromptParts extends Omit<Prompt, 'variables' | 'render'> {
  readonly syntax: TemplateSyntax;
}

export function createPrompt({ syntax, metadata, ...parts }: PromptParts): Prompt {
  return Object.freeze({
    ...parts,
    metadata: frozenCopy(metadata) as Prompt['metadata'],
    ...compileTemplate(parts.content, syntax, parts),
  });
}

export function withState(prompt: Prompt, state: PromptState): Prompt {
  return Object.freeze({ ...prompt, state });
}

export function withMetadata(prompt: Prompt, metadata: Prompt['metadata']): Prompt {
  return Object.freeze({ ...prompt, metadata: frozenCopy(metadata) as Prompt['metadata'] });
}
