import { PromptError } from '@prompts/core';
import { publicApiUrl } from './access.ts';

/** The web site of a tenant of GitHub Enterprise Cloud with data residency. Its API is at another host. */
const tenantSite = /^(?!api\.)([\w-]+)\.ghe\.com$/;

/**
 * Adds the configured `baseUrl` to an error that it may have caused.
 * @param mayBeTheCause Whether the response, if there was one, did not come from GitHub's API.
 * @returns The error itself for github.com, whose address nobody configures.
 */
export function nameBaseUrl(error: PromptError, baseUrl: string, mayBeTheCause: boolean): PromptError {
  const tenant = tenantSite.exec(new URL(baseUrl).hostname)?.[1];
  if (baseUrl === publicApiUrl || !(mayBeTheCause || tenant !== undefined)) return error;
  const fix = tenant === undefined ? '' : `: the API is https://api.${tenant}.ghe.com`;
  const { code, message, provider, retryable, retryAfter } = error;
  return new PromptError(code, `${message} (check baseUrl '${baseUrl}'${fix})`, { provider, retryable, retryAfter });
}
