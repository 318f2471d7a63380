import type { ListedPrompt, PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';

interface ListedVersion {
  readonly version: string;
  /** The first text that was loaded with this version. The version applies to no other text. */
  content?: string;
}

/** The versions that indexes list for their members. They let core detect changed members from a listing alone. */
export class ListedVersions {
  readonly #byUrl = new Map<string, ListedVersion>();

  /** Records the versions of a listing. */
  record(listing: readonly ListedPrompt<ParsedConfig>[]): void {
    for (const { config, version } of listing) {
      if (config.url === undefined || this.#byUrl.get(config.url)?.version === version) continue;
      if (version === undefined) this.#byUrl.delete(config.url);
      else this.#byUrl.set(config.url, { version });
    }
  }

  /** @returns The version of a text; none if the listed version belongs to another text, so that core uses the hash instead. */
  find(url: URL, content: string): Pick<PromptTemplate, 'version'> {
    const listed = this.#byUrl.get(url.href);
    if (listed === undefined) return {};
    listed.content ??= content;
    return listed.content === content ? { version: listed.version } : {};
  }
}
