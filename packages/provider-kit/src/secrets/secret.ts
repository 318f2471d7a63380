import { PromptError } from '@prompts/core';

/** A secret as configurations give it: the value, or a way to ask for it. */
export type SecretInput = string | (() => string | Promise<string>) | Secret;

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A value that never prints. Asked at every use, so that rotation needs no restart. */
export class Secret {
  readonly #input: Exclude<SecretInput, Secret>;

  constructor(input: SecretInput) {
    this.#input = input instanceof Secret ? input.#input : input;
  }

  /** @throws `AUTH_FAILED` where there is no value; what went wrong inside stays inside. */
  async reveal(): Promise<string> {
    let value: unknown;
    try {
      value = typeof this.#input === 'function' ? await this.#input() : this.#input;
    } catch {
      throw new PromptError('AUTH_FAILED', 'the function that gives the secret failed');
    }
    if (typeof value === 'string' && value !== '') return value;
    throw new PromptError('AUTH_FAILED', 'the secret is empty: is its environment variable set?');
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
