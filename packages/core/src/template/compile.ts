import { PromptError } from '../errors/prompt-error.ts';
import { textOf } from './text-of.ts';

/** How variables are written: `{{name}}`, `{name}`, or not at all. */
export type TemplateSyntax = 'mustache' | 'brace' | 'none';

/** What a variable without a value becomes: an error, its placeholder as written, or nothing. */
export type MissingPolicy = 'error' | 'keep' | 'empty';

/** How a text is filled in. */
export interface FillOptions {
  /** Default `'error'`. */
  readonly missing?: MissingPolicy | undefined;
}

export type Variables = Readonly<Record<string, unknown>>;

/** A template whose placeholders were found once, when it was loaded. */
export interface CompiledTemplate {
  /** Each name once, in order of appearance. */
  readonly variables: readonly string[];
  /** @throws `VARIABLE_MISSING` naming every missing variable; `CONTENT_INVALID` for a value that is no text. */
  render(variables?: Variables, options?: FillOptions): string;
}

interface Placeholder {
  readonly name: string;
  /** The steps of a dotted name; undefined for a plain one. */
  readonly path: readonly string[] | undefined;
  /** Which of the parts it is. */
  readonly at: number;
}

const placeholders: Record<TemplateSyntax, RegExp> = {
  // An escaped `\{{` comes first: it is matched whole, and has no name.
  mustache:
    /\\\{\{|\{\{[ \t]{0,100}([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*)[ \t]{0,100}\}\}/gu,
  brace: /\{(\w+)\}/g,
  // Found nowhere.
  none: /(?!)/g,
};

/**
 * Finds the placeholders of a text. Values are inserted once and never scanned again; nothing is escaped.
 * @param about Named in errors.
 */
export function compileTemplate(
  content: string,
  syntax: TemplateSyntax,
  about: { readonly name: string; readonly provider?: string },
): CompiledTemplate {
  const { parts, found } = split(content, placeholders[syntax]);
  const render = (variables: Variables = {}, { missing = 'error' }: FillOptions = {}) => {
    // Joined at once: V8 would keep what is added up piece by piece as a rope, and flatten it for the first reader.
    const filled = parts.slice();
    for (const { name, path, at } of found) {
      const value = path === undefined ? ownValue(variables, name) : valueAt(variables, path);
      if (typeof value === 'string') filled[at] = value;
      else if (value !== undefined) filled[at] = textOf(value, name, about.name);
      else if (missing === 'error') throw missingVariables(found, variables, about);
      else if (missing === 'empty') filled[at] = '';
    }
    return filled.join('');
  };
  return { variables: Object.freeze([...new Set(found.map(({ name }) => name))]), render };
}

/** @returns the text in parts, of which each placeholder is one, as written; and what belongs in its place. */
function split(content: string, placeholder: RegExp): { parts: string[]; found: Placeholder[] } {
  const parts: string[] = [];
  const found: Placeholder[] = [];
  let end = 0;
  for (const match of content.matchAll(placeholder)) {
    const [written, name] = match;
    parts.push(content.slice(end, match.index), name === undefined ? '{{' : written);
    if (name !== undefined)
      found.push({ name, path: name.includes('.') ? name.split('.') : undefined, at: parts.length - 1 });
    end = match.index + written.length;
  }
  parts.push(content.slice(end));
  return { parts, found };
}

/** Own properties only: nothing is reached through a prototype. */
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
  const message = `Prompt '${prompt}' has no value for '${list}': pass it, or set missing: 'keep' or 'empty'.`;
  return new PromptError('VARIABLE_MISSING', message, { prompt, provider });
}
