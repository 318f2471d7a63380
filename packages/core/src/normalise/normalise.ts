import { PromptError } from '../errors/prompt-error.ts';
import { sha256 } from '../identity/sha256.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { splitFrontMatter } from './front-matter.ts';

export interface NormaliseRules {
  readonly prompt: string;
  readonly provider: string;
  /** Of UTF-8. */
  readonly maxBytes: number;
  readonly frontMatter: boolean;
  /** False for texts of the app itself: they stay byte for byte, and may be empty. */
  readonly fromSource: boolean;
}

export interface NormalisedTemplate {
  readonly content: string;
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  readonly version: string;
  readonly uri?: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const byteOrderMark = '\uFEFF';

/**
 * Checks what a source gave and takes it apart. A bad answer is a failure, never a new version.
 * @throws `CONTENT_INVALID` saying what is wrong with it.
 */
export async function normaliseTemplate(template: PromptTemplate, rules: NormaliseRules): Promise<NormalisedTemplate> {
  const { prompt, provider, fromSource } = rules;
  const fault = faultOfShape(template ?? {}) ?? faultOfText(template.content, rules);
  if (fault !== undefined) throw new PromptError('CONTENT_INVALID', fault, { prompt, provider });
  const text = fromSource && template.content.startsWith(byteOrderMark) ? template.content.slice(1) : template.content;
  const { content, metadata } = rules.frontMatter
    ? await splitFrontMatter(text, rules)
    : { content: text, metadata: {} };
  if (fromSource && content.trim() === '') {
    throw new PromptError('CONTENT_INVALID', 'the text is empty', { prompt, provider });
  }
  const hash = await sha256(content);
  return {
    content,
    hash,
    version: template.version ?? hash,
    uri: template.uri,
    metadata: { ...template.metadata, ...metadata },
  };
}

function faultOfShape({ content, version, uri, maxAge = 0 }: Partial<PromptTemplate>): string | undefined {
  if (typeof content !== 'string') return 'the provider gave no text: a template needs content';
  if (!(typeof maxAge === 'number' && maxAge >= 0)) return 'the provider gave a maxAge that is no number of seconds';
  const isTextOrNothing = (value: unknown) => value === undefined || typeof value === 'string';
  return isTextOrNothing(version) && isTextOrNothing(uri)
    ? undefined
    : 'the provider gave a version or uri that is no text';
}

function faultOfText(content: string, { maxBytes, fromSource }: NormaliseRules): string | undefined {
  // A UTF-16 unit takes one to three bytes of UTF-8, so that most texts needn't be counted.
  if (content.length > maxBytes || (content.length * 3 > maxBytes && byteLength(content) > maxBytes)) {
    return `the text is larger than ${maxBytes} bytes (cache.maxBytes)`;
  }
  if (!content.isWellFormed()) return 'the text is no valid Unicode';
  if (content.includes('\0')) return 'the text is binary (it holds NUL)';
  if (fromSource && /^\uFEFF?\s{0,1000}(<!doctype html|<html[\s>])/i.test(content)) {
    return 'the source gave a web page: a login page?';
  }
  return undefined;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
