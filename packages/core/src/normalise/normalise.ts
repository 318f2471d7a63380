import type { ParsedEntry } from '../config/parsed-entry.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { splitFrontMatter } from './front-matter.ts';

/** A template whose front matter is among its metadata. */
export interface NormalisedTemplate extends PromptTemplate {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Checks what a source gave and takes it apart. A bad answer is a failure, never a new version. Texts of the app itself
 * stay byte for byte, and may be empty.
 * @throws `CONTENT_INVALID` saying what is wrong with it.
 */
export async function normaliseTemplate(template: PromptTemplate, entry: ParsedEntry): Promise<NormalisedTemplate> {
  const isFromSource = entry.isProvided;
  refuse(faultOfShape(template) ?? faultOfText(template.content, entry.limits.maxBytes));
  const text = isFromSource ? template.content.replace(/^\uFEFF/, '') : template.content;
  if (isFromSource && /^\s{0,1000}(<!doctype html|<html[\s>])/i.test(text)) {
    refuse('the source gave a web page: a login page?');
  }
  const { content, metadata } = entry.frontMatter ? await splitFrontMatter(text) : { content: text, metadata: {} };
  if (isFromSource && content.trim() === '') refuse('the text is empty');
  const { version, uri } = template;
  return { content, version, uri, metadata: { ...template.metadata, ...metadata } };
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new PromptError('CONTENT_INVALID', fault);
}

function faultOfShape({ content, version = '', uri = '', maxAge = 0 }: Partial<PromptTemplate>): string | undefined {
  if (typeof content !== 'string') return 'the provider gave no text: a template needs content';
  const isRight = typeof version === 'string' && typeof uri === 'string' && typeof maxAge === 'number' && maxAge >= 0;
  return isRight ? undefined : 'the provider gave a version or uri that is no text, or a maxAge that is no number';
}

function faultOfText(content: string, maxBytes: number): string | undefined {
  // A UTF-16 unit takes at most three bytes of UTF-8, so that most texts needn't be counted.
  if (content.length * 3 > maxBytes && new TextEncoder().encode(content).length > maxBytes) {
    return `the text is larger than ${maxBytes} bytes (cache.maxBytes)`;
  }
  if (!content.isWellFormed()) return 'the text is no valid Unicode';
  return content.includes('\0') ? 'the text is binary: it holds NUL' : undefined;
}
