import type { Prompt } from '@prompts/core';
import type { HostFacts } from './system-prompt.ts';

/** A prompt as the existing hosts hold it. */
export interface HostTemplate {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The text. Variables are written `{name}`. */
  readonly systemPrompt: string;
  // Mutable, because the hosts declare it so.
  readonly variables: string[];
  readonly category: string;
  readonly version?: string | undefined;
}

const placeholder = /\{(\w+)\}/g;

/**
 * @param facts What a configuration or a source says about the prompt. Fields of another type count as left out.
 * @returns The template, with the hosts' values for fields that are left out or empty.
 */
export function toHostTemplate(
  id: string,
  systemPrompt: string,
  facts: { readonly [Fact in keyof HostFacts]?: unknown },
): HostTemplate {
  const { name, description, variables, category, version } = facts;
  const named = Array.isArray(variables) ? variables.filter((item) => typeof item === 'string') : [];
  return {
    id,
    name: textOr(name, id),
    description: textOr(description, `Custom prompt: ${id}`),
    systemPrompt,
    variables: named.length > 0 ? named : findVariables(systemPrompt),
    category: textOr(category, 'custom'),
    version: textOr(version, undefined),
  };
}

/**
 * @param id The name that is read. A hook may answer with another prompt.
 * @param text The prompt's text as the host is to see it.
 */
export function fromPrompt(id: string, { version, hash, variables, metadata }: Prompt, text: string): HostTemplate {
  // A version that is the text's hash is no version for people.
  return toHostTemplate(id, text, { version: version === hash ? undefined : version, variables, ...metadata });
}

function textOr<Default>(value: unknown, byDefault: Default): string | Default {
  return typeof value === 'string' && value !== '' ? value : byDefault;
}

/** @returns The names of the variables, each once, in order of appearance. */
export function findVariables(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(placeholder), ([, name]) => name as string))];
}

/**
 * Fills in a text as the existing hosts do: a value is converted with `String` and never searched for placeholders, and a
 * placeholder without a value stays. Only own properties are read.
 */
export function fillHostText(text: string, context: Readonly<Record<string, unknown>>): string {
  return text.replace(placeholder, (written, name: string) => {
    const value = Object.hasOwn(context, name) ? context[name] : undefined;
    return value === undefined ? written : String(value);
  });
}
