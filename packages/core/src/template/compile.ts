import { PromptError } from '../errors/prompt-error.ts';
import { placeholders, type TemplateSyntax } from './placeholders.ts';
import type { FillOptions } from './render-arguments.ts';
import { textOf } from './text-of.ts';
import type { Variables } from './text-variables.ts';

/** A template whose placeholders were located when it was loaded. */
export interface CompiledTemplate {
  /** Each name once, in order of appearance. */
  readonly variables: readonly string[];
  /** @throws `VARIABLE_MISSING` naming every missing variable; `CONTENT_INVALID` for a value that can't be converted to text. */
  render(variables?: Variables, options?: FillOptions): string;
}

interface Placeholder {
  readonly name: string;
  /** The steps of a dotted name; undefined for a plain one. */
  readonly path: readonly string[] | undefined;
  /** Its index among the parts of the text. */
  readonly index: number;
}

const none: readonly string[] = Object.freeze([]);

/**
 * Locates the placeholders of a text. Values are inserted once and never scanned again; nothing is escaped.
 * @param subject The prompt that errors name.
 */
export function compileTemplate(
  content: string,
  syntax: TemplateSyntax,
  subject: { readonly name: string; readonly provider?: string },
): CompiledTemplate {
  const { parts, found } = split(content, placeholders[syntax]);
  const render = (variables: Variables = {}, { missing = 'error' }: FillOptions = {}) => {
    // Joined in one call: V8 keeps a string that is concatenated piece by piece as a rope, and flattens it on first use.
    const filled = parts.slice();
    for (const { name, path, index } of found) {
      const value = path === undefined ? ownValue(variables, name) : valueAt(variables, path);
      if (typeof value === 'string') filled[index] = value;
      else if (value !== undefined) filled[index] = textOf(value, name, subject.name);
      else if (missing === 'error') throw missingVariables(found, variables, subject);
      else if (missing === 'empty') filled[index] = '';
    }
    return filled.join('');
  };
  const variables = found.length > 0 ? Object.freeze([...new Set(found.map(({ name }) => name))]) : none;
  return { variables, render };
}

/** Splits a text into parts. Each placeholder is a part of its own, as written. */
function split(content: string, placeholder: RegExp): { parts: string[]; found: Placeholder[] } {
  const parts: string[] = [];
  const found: Placeholder[] = [];
  let end = 0;
  for (const match of content.matchAll(placeholder)) {
    const [written, name] = match;
    parts.push(content.slice(end, match.index), name === undefined ? written.slice(1) : written);
    if (name !== undefined)
      found.push({ name, path: name.includes('.') ? name.split('.') : undefined, index: parts.length - 1 });
    end = match.index + written.length;
  }
  parts.push(content.slice(end));
  return { parts, found };
}

/** Reads own properties only: nothing is reachable through a prototype. */
function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function valueAt(variables: Variables, path: readonly string[]): unknown {
  return path.reduce(ownValue, variables as unknown);
}

function missingVariables(
  found: readonly Placeholder[],
  variables: Variables,
  { name: prompt, provider }: { readonly name: string; readonly provider?: string },
): PromptError {
  const names = found.map(({ name }) => name).filter((name) => valueAt(variables, name.split('.')) === undefined);
  const list = [...new Set(names)].join("', '");
  const message = `Prompt '${prompt}' needs a value for '${list}': pass it, or set missing to 'keep' or 'empty'.`;
  return new PromptError('VARIABLE_MISSING', message, { prompt, provider });
}
