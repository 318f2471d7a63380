import type { Collection, Source } from '../../cache/model.ts';
import { canonicalJson } from '../../identity/canonical.ts';
import { sha256, toHex } from '../../identity/sha256.ts';
import type { SourceAddress } from '../../provider/source-address.ts';
import type { Integrity } from './integrity.ts';

/** Makes guessing a credential from a key expensive: more than 5 ms of processor for each guess. */
const iterations = 60_000;

const encoder = new TextEncoder();

/**
 * Computes the keys of records, which are the same in every process and after a restart. A key covers namespace, provider name,
 * source and access. The access is included as an HMAC under the `integrityKey` or, without one, after PBKDF2: a key must not
 * reveal a credential. If an identity contains a function or another live object, the entry's name takes its place: entries
 * whose credentials can't be compared must not be served each other's texts.
 */
export class RecordKeys {
  readonly #integrity: Integrity;
  readonly #namespace: string;
  /** By the text of the access: it is derived once. */
  readonly #accessTags = new Map<string, Promise<string>>();

  constructor(integrity: Integrity, namespace = '') {
    this.#integrity = integrity;
    this.#namespace = namespace;
  }

  /** @throws an Error if the `integrityKey` function returns no key. */
  of(fetchable: Source | Collection): Promise<string> {
    return this.ofAddress(fetchable.address, entryNameOf(fetchable));
  }

  async ofAddress(
    { providerName, identity: { source, access } }: SourceAddress,
    entryName: string | undefined,
  ): Promise<string> {
    const standIn = () => entryName;
    const isPublic = canonicalJson(access ?? {}) === '{}';
    const accessTag = isPublic ? '' : await this.#accessTag(canonicalJson([providerName, access], standIn));
    return sha256(canonicalJson([this.#namespace, providerName, source, accessTag], standIn));
  }

  #accessTag(text: string): Promise<string> {
    let tag = this.#accessTags.get(text);
    if (!tag) {
      tag = this.#deriveTag(text);
      this.#accessTags.set(text, tag);
      tag.catch(() => this.#accessTags.delete(text));
    }
    return tag;
  }

  async #deriveTag(text: string): Promise<string> {
    const key = await this.#integrity.getKey();
    if (key) return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(`access ${text}`)));
    const material = await crypto.subtle.importKey('raw', encoder.encode(text), 'PBKDF2', false, ['deriveBits']);
    const salt = encoder.encode(`@prompts ${this.#namespace}`);
    return toHex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, 256));
  }
}

function entryNameOf(fetchable: Source | Collection): string | undefined {
  if ('entry' in fetchable) return fetchable.name;
  const [prompt] = fetchable.prompts;
  return (prompt?.collection ?? prompt)?.name;
}
