import { frozenCopy } from '../identity/frozen-copy.ts';
import { compileTemplate } from './compile.ts';
import type { TemplateSyntax } from './placeholders.ts';
import type { FillOptions, Lenient, RenderArguments } from './render-arguments.ts';
import type { AcceptedVariables } from './text-variables.ts';
import { type VariablesSchema, withSchema } from './variables-schema.ts';

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
 * @typeParam Accepted The variables that it accepts, as far as TypeScript knows them.
 */
export interface Prompt<Accepted extends AcceptedVariables = AcceptedVariables> {
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
  render(...given: RenderArguments<Accepted>): string;
  render(variables: Accepted['some'] | undefined, options: Lenient<FillOptions>): string;
  /** Returns its data, as a copy of the prompt contains it. */
  toJSON(): PromptData;
}

/** Everything about a prompt but its functions. */
export type PromptData = Omit<Prompt, 'render' | 'toJSON'>;

/** What a prompt is created from. */
export interface PromptParts extends Omit<PromptData, 'variables'> {
  readonly syntax: TemplateSyntax;
  /** What its variables are checked with. Default: they are not checked. */
  readonly variablesSchema?: VariablesSchema | undefined;
}

/**
 * Makes a prompt of its data. Its functions are not enumerable: copies, `structuredClone` and JSON contain the data only.
 * @param render What fills in its variables.
 */
export function freezePrompt(data: PromptData, render: Prompt['render']): Prompt {
  const functions = { render: { value: render }, toJSON: { value: copyData } };
  return Object.freeze(Object.defineProperties({ ...data }, functions)) as Prompt;
}

function copyData(this: PromptData): PromptData {
  return { ...this };
}

export function createPrompt({ syntax, variablesSchema, metadata, ...parts }: PromptParts): Prompt {
  const { variables, render } = compileTemplate(parts.content, syntax, parts);
  const checked = variablesSchema ? withSchema(render, variablesSchema, parts) : render;
  return freezePrompt({ ...parts, metadata: frozenCopy(metadata) as Prompt['metadata'], variables }, checked);
}

export function withState(prompt: Prompt, state: PromptState): Prompt {
  return freezePrompt({ ...prompt, state }, prompt.render);
}

export function withMetadata(prompt: Prompt, metadata: Prompt['metadata']): Prompt {
  return freezePrompt({ ...prompt, metadata: frozenCopy(metadata) as Prompt['metadata'] }, prompt.render);
}
