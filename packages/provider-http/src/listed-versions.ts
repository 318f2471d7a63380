import type { ListedPrompt, PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';

interface ListedVersion {
  /** The version in the index. */
  readonly version: string;
  /** The last text that counts as one version, this one or an earlier one. */
  read?: Pick<PromptTemplate, 'content' | 'version'> | undefined;
}

type Text = Pick<ParsedConfig, 'url' | 'select'>;
type Listing = readonly ListedPrompt<ParsedConfig>[];

/**
 * The versions that indexes list for their members. They let core detect changed members from a listing alone.
 *
 * An index may be deployed before its files. A version therefore counts as read once the text differs from the one read under
 * the version before; until then, the text keeps the earlier version, and core requests it with every listing.
 */
export class ListedVersions {
  readonly #byText = new Map<string, ListedVersion>();

  /**
   * Records the versions of a listing.
   * @param previous The last listing. After a restart, it contains the texts that were read under its versions.
   */
  record(listing: Listing, previous: Listing = []): void {
    const known = new Map(this.#byText);
    for (const { config, template } of previous) {
      const key = keyOf(config);
      this.#byText.delete(key);
      if (template?.version === undefined || known.has(key)) continue;
      known.set(key, { version: template.version, read: template });
    }
    for (const { config, version } of listing) {
      const key = keyOf(config);
      const last = known.get(key);
      if (version === undefined) this.#byText.delete(key);
      else this.#byText.set(key, last?.version === version ? last : { version, read: last?.read });
    }
  }

  /** @returns The version of a text; none if it belongs to another text, so that core uses the hash instead. */
  find(text: Text, content: string): Pick<PromptTemplate, 'version'> {
    const listed = this.#byText.get(keyOf(text));
    if (listed === undefined) return {};
    if (listed.read === undefined || (listed.read.version !== listed.version && listed.read.content !== content)) {
      listed.read = { content, version: listed.version };
    }
    return listed.read.content === content ? { version: listed.read.version } : {};
  }
}

function keyOf({ url, select }: Text): string {
  return JSON.stringify([url, select]);
}
