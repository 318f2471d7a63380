import type { ListedPrompt, PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';

interface ListedVersion {
  readonly version: string;
  /** The text that came first under this version: it stands for no other. */
  content?: string;
}

/** What indexes say about the versions of their members. With it, core tells from a listing alone which members changed. */
export class ListedVersions {
  readonly #byUrl = new Map<string, ListedVersion>();

  /** Takes note of what a listing says. */
  keep(listing: readonly ListedPrompt<ParsedConfig>[]): void {
    for (const { config, version } of listing) {
      if (config.url === undefined || this.#byUrl.get(config.url)?.version === version) continue;
      if (version === undefined) this.#byUrl.delete(config.url);
      else this.#byUrl.set(config.url, { version });
    }
  }

  /** @returns the version of this text; none where it is another text than the listed one, and core's hash is the truer version. */
  of(url: URL, content: string): Pick<PromptTemplate, 'version'> {
    const listed = this.#byUrl.get(url.href);
    if (listed === undefined) return {};
    listed.content ??= content;
    return listed.content === content ? { version: listed.version } : {};
  }
}
