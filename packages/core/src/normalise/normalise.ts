import type { ParsedEntry } from '../config/parsed-entry.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { splitFrontMatter } from './front-matter.ts';

/** A template whose front matter is merged into its metadata. */
export interface NormalisedTemplate extends PromptTemplate {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Checks a template and separates its front matter. An invalid response is a failure, never a new version. A verbatim
 * text is kept byte for byte, and may be empty.
 * @throws `CONTENT_INVALID`, which says what is wrong.
 */
export async function normaliseTemplate(template: PromptTemplate, entry: ParsedEntry): Promise<NormalisedTemplate> {
  throwIfFaulty(faultOfShape(template) ?? faultOfText(template.content, entry.limits.maxBytes));
  const text = entry.verbatim ? template.content : template.content.replace(/^\uFEFF/, '');
  if (entry.hasProvider && /^\s{0,1000}(<!doctype html|<html[\s>])/i.test(text)) {
    throwIfFaulty('the source returned an HTML page, possibly a login page: check the address and the credentials');
  }
  const { content, metadata } = entry.frontMatter ? await splitFrontMatter(text) : { content: text, metadata: {} };
  if (!entry.verbatim && content.trim() === '')
    throwIfFaulty('the source returned an empty text: add the text, or check the address');
  const { version, uri } = template;
  return { content, version, uri, metadata: { ...template.metadata, ...metadata } };
}

function throwIfFaulty(fault: string | undefined): void {
  if (fault !== undefined) throw new PromptError('CONTENT_INVALID', fault);
}

function faultOfShape({
  content,
  version = '',
  uri = '',
  metadata,
  maxAge = 0,
}: Partial<PromptTemplate>): string | undefined {
  if (typeof content !== 'string')
    return "the provider returned a template whose content is not a string: report this to the provider's author";
  const isValid =
    typeof version === 'string' &&
    typeof uri === 'string' &&
    typeof (metadata ?? {}) === 'object' &&
    typeof maxAge === 'number' &&
    maxAge >= 0;
  return isValid
    ? undefined
    : 'the provider returned an invalid version, uri, metadata or maxAge: version and uri must be strings, metadata an object, maxAge a number of seconds, 0 or more';
}

function faultOfText(content: string, maxBytes: number): string | undefined {
  // A UTF-16 unit takes at most three bytes of UTF-8, so most texts need not be encoded to be measured.
  if (content.length * 3 > maxBytes && new TextEncoder().encode(content).length > maxBytes) {
    return `the text is larger than ${maxBytes} bytes: shorten it, or raise cache.maxBytes`;
  }
  if (!content.isWellFormed()) return 'the text is not valid Unicode: save it as UTF-8';
  return content.includes('\0')
    ? 'the text contains a NUL character, so it may be binary: check the address'
    : undefined;
}
