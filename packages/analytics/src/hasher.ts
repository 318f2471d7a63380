import { createHmac } from 'node:crypto';
import { PromptError } from '@prompts/core';
import { rejectOnAbort, Secret, type SecretInput } from '@prompts/provider-kit';

/** 128 bits. */
const hexDigits = 32;

const never = new AbortController().signal;

/** Replaces values by their HMAC-SHA-256. */
export interface Hasher {
  /** Whether there is a key. */
  readonly hasKey: boolean;
  /**
   * Asks for the key, and returns the function that hashes with it.
   * @param signal Ends the wait for a function that returns the key.
   * @throws `CONFIG_INVALID` without a key; `AUTH_FAILED` if it is not available.
   */
  withKey(signal?: AbortSignal): Promise<(value: string) => string>;
}

export function createHasher(hashKey: SecretInput | undefined): Hasher {
  const secret = hashKey === undefined ? undefined : new Secret(hashKey);
  return {
    hasKey: secret !== undefined,
    async withKey(signal = never) {
      if (!secret) throw new PromptError('CONFIG_INVALID', 'analytics has no hashKey: add it to the options');
      const key = await rejectOnAbort(secret.reveal(), signal);
      return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, hexDigits);
    },
  };
}
