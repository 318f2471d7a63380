import { splitFrontMatter } from '../normalise/front-matter.ts';
import { faultOfTag, findUnknownTag } from '../template/unknown-tag.ts';
import { type ConfigIssue, invalid } from './issues.ts';
import type { ParsedEntry } from './parsed-entry.ts';

/**
 * Checks the strict texts that the configuration itself contains, so that their mistakes are reported at start.
 * @param issues Receives every mistake.
 */
export async function checkOwnTexts(entries: readonly ParsedEntry[], issues: ConfigIssue[]): Promise<void> {
  for (const { name, form, config, fallback, strict, syntax, frontMatter } of entries) {
    if (!strict || syntax !== 'mustache') continue;
    const path = `systemPrompts.${name}`;
    if (form === 'content') {
      const { content: written } = config as { readonly content: string };
      // Front matter that is not valid is reported when the text is loaded.
      const { content } = frontMatter
        ? await splitFrontMatter(written).catch(() => ({ content: '' }))
        : { content: written };
      report(path, content, written);
    }
    if (fallback !== undefined) report(`${path}.fallback`, fallback);
  }

  function report(path: string, content: string, written?: string): void {
    const found = findUnknownTag(content, written);
    if (found) issues.push(invalid(path, faultOfTag(found)));
  }
}
