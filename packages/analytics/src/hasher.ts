import { createHmac } from 'node:crypto';
import { PromptError } from '@prompts/core';
import { Secret, type SecretInput } from '@prompts/provider-kit';

/** 128 bits. */
const hexDigits = 32;

/** Replaces values by their HMAC-SHA-256. */
export interface Hasher {
  /** Whether there is a key. */
  readonly hasKey: boolean;
  /**
   * Asks for the key, and returns the function that hashes with it.
   * @throws `CONFIG_INVALID` without a key; `AUTH_FAILED` if it is not available.
   */
  withKey(): Promise<(value: string) => string>;
}

export function createHasher(hashKey: SecretInput | undefined): Hasher {
  const secret = hashKey === undefined ? undefined : new Secret(hashKey);
  return {
    hasKey: secret !== undefined,
    async withKey() {
      if (!secret) throw new PromptError('CONFIG_INVALID', 'analytics has no hashKey: add it to the options');
      const key = await secret.reveal();
      return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, hexDigits);
    },
  };
}
