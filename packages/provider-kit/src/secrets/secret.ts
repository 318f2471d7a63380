import { PromptError, recordSecrets } from '@prompts/core';

/** A secret in a configuration: the value, a function that returns it, or a `Secret`, even one of another copy of this package. */
export type SecretInput = PlainInput | Secret;

type PlainInput = string | (() => string | Promise<string>);

/** Core calls this method, to remove the secret from error messages. It returns what the secret was created from. */
const input = Symbol.for('@prompts/core/secret-input');

/** Returns whether a value is a `Secret`, even one of another copy of this package. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, input) === 'function';
}

function inputOf(secret: Secret): PlainInput {
  return Reflect.get(secret, input).call(secret);
}

/**
 * A secret that never appears in logs, JSON or error messages. A function is called at every use, so that a secret can be
 * rotated without a restart.
 */
export class Secret {
  // Methods named by symbols are not part of the type, so that the `Secret` of another copy of this package has the same type.
  static {
    Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => '[secret]' });
  }

  constructor(given: SecretInput) {
    const own = isSecret(given) ? inputOf(given) : given;
    // Core removes what the function returned from error messages.
    const recorded = typeof own === 'function' ? recordSecrets(own) : own;
    Object.defineProperty(this, input, { value: () => recorded });
  }

  /**
   * Returns the value.
   * @throws PromptError `AUTH_FAILED` if the value is empty or the function fails. The function's error is not included: it
   * may contain secrets.
   */
  async reveal(): Promise<string> {
    const own = inputOf(this);
    let value: unknown;
    try {
      value = typeof own === 'function' ? await own() : own;
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
}
