import { type Integrity, isEqualTag, tagLength } from './integrity.ts';
import { checkRecord, type SourceRecord } from './record.ts';

/** The version of the format. Values of another version belong to another release and are ignored. */
const format = 1;

/** Writes records as texts in which no bit can change unnoticed. */
export interface Sealer {
  seal(record: SourceRecord): Promise<string>;
  /** @throws an Error that says what is wrong with the text: damaged, forged, of another release or another prompt. */
  open(sealed: unknown, key: string): Promise<SourceRecord>;
}

/** In UTF-16 code units. A longer value is not hashed: that would keep the process busy for seconds. */
const maxSealedLength = 2 ** 24;

/**
 * Creates a sealer. A sealed text is a tag in hex, a space, and JSON. The tag is an HMAC-SHA-256 if there is a key, otherwise
 * a SHA-256, of the JSON, which contains the record's own key.
 */
export function createSealer({ computeTag }: Integrity): Sealer {
  return {
    async seal(record) {
      const json = JSON.stringify({ format, ...record });
      return `${await computeTag(json)} ${json}`;
    },
    async open(sealed, key) {
      if (typeof sealed !== 'string') throw new Error('it is not a string');
      if (sealed.length > maxSealedLength) throw new Error(`it is longer than ${maxSealedLength} UTF-16 code units`);
      const [tag, json] = [sealed.slice(0, tagLength + 1), sealed.slice(tagLength + 1)];
      if (!isEqualTag(tag, `${await computeTag(json)} `))
        throw new Error('it was changed or damaged, or sealed with another integrityKey');
      const { format: writtenFormat, ...record } = JSON.parse(json);
      if (writtenFormat !== format) throw new Error(`it has format ${writtenFormat}, which this release can't read`);
      checkRecord(record, key);
      return record;
    },
  };
}
