import { PromptError, recordSecrets } from '@prompts/core';

/** A secret in a configuration: the value, or a function that returns it. */
export type SecretInput = string | (() => string | Promise<string>) | Secret;

const inspect = Symbol.for('nodejs.util.inspect.custom');
const input = Symbol.for('@prompts/core/secret-input');

/**
 * A secret that never appears in logs, JSON or error messages. A function is called at every use, so that a secret can be
 * rotated without a restart.
 */
export class Secret {
  readonly #input: Exclude<SecretInput, Secret>;

  constructor(given: SecretInput) {
    const own = given instanceof Secret ? given.#input : given;
    // Core removes what the function returned from error messages.
    this.#input = typeof own === 'function' ? recordSecrets(own) : own;
  }

  /**
   * Returns the value.
   * @throws PromptError `AUTH_FAILED` if the value is empty or the function fails. The function's error is not included: it
   * may contain secrets.
   */
  async reveal(): Promise<string> {
    let value: unknown;
    try {
      value = typeof this.#input === 'function' ? await this.#input() : this.#input;
    } catch {
      throw new PromptError('AUTH_FAILED', 'the function that returns the secret failed');
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

  /** For core, which removes secrets from error messages. @returns What the secret was created from. */
  [input](): Exclude<SecretInput, Secret> {
    return this.#input;
  }
}
