import { other } from './usage-entry.ts';

export interface DimensionLimits {
  /** The number of values of a dimension that are told apart in one hour. */
  readonly maxValues: number;
  /** The sum of their lengths, in UTF-16 code units. */
  readonly maxLength: number;
}

/** The values of one dimension in the contexts of reads. */
export class DimensionValues {
  readonly name: string;
  readonly #limits: DimensionLimits;
  readonly #warn: (message: string) => void;
  #hour = -1;
  readonly #known = new Set<string>();
  #length = 0;
  #hasWarnedOfLimit = false;
  #hasWarnedOfKind = false;

  constructor(name: string, limits: DimensionLimits, warn: (message: string) => void) {
    this.name = name;
    this.#limits = limits;
    this.#warn = warn;
  }

  /** @returns The value as a text; null if the context has none; `other` above the limits. */
  valueIn(context: Readonly<Record<string, unknown>> | undefined, hour: number): string | null {
    const value = this.#textIn(context);
    if (value === null) return null;
    if (hour !== this.#hour) this.#startHour(hour);
    if (this.#known.has(value)) return value;
    const { maxValues, maxLength } = this.#limits;
    if (this.#known.size >= maxValues || this.#length + value.length > maxLength) {
      if (!this.#hasWarnedOfLimit) {
        this.#warn(
          `the dimension '${this.name}' has more than ${this.#known.size} values in one hour: further ones are counted as '${other}'. Choose a key with fewer values`,
        );
      }
      this.#hasWarnedOfLimit = true;
      return other;
    }
    this.#known.add(value);
    this.#length += value.length;
    return value;
  }

  #startHour(hour: number): void {
    this.#hour = hour;
    this.#known.clear();
    this.#length = 0;
    this.#hasWarnedOfLimit = false;
  }

  #textIn(context: unknown): string | null {
    const value = ownValue(context, this.name);
    if (value === undefined || value === null) return null;
    if (isDimensionValue(value)) return String(value);
    if (!this.#hasWarnedOfKind) {
      const advice = 'pass a text, a number or a boolean. Such reads are counted without it';
      this.#warn(`the context of a read has a value of the dimension '${this.name}' that is not a text: ${advice}`);
    }
    this.#hasWarnedOfKind = true;
    return null;
  }
}

export function isDimensionValue(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/** Reads a property of any value. One that throws has none: the read is counted nevertheless. */
function ownValue(context: unknown, name: string): unknown {
  try {
    return Object.hasOwn(Object(context), name) ? (context as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}
