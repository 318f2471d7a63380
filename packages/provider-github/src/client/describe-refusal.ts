import type { RequestFailure } from './request-failure.ts';

/**
 * Describes why GitHub refused a request: in GitHub's own words, which name the policy of the organization, the address that is
 * not on its list, or the suspended account, and with the next step where GitHub names it elsewhere.
 */
export function describeRefusal({
  status,
  headers,
  message,
  block,
  isHtml,
}: Pick<RequestFailure, 'headers' | 'message'> & Partial<Pick<RequestFailure, 'status' | 'block' | 'isHtml'>>): string {
  if (message === '' && isHtml) {
    return 'the response is a web page: a proxy or a firewall answered, not GitHub. Allow requests to the API there';
  }
  if (block !== undefined) return `GitHub blocks the repository${block === '' ? '' : ` (${block})`}`;
  if (status === 451 && message === '') return 'it is not available for legal reasons';
  const words = message === '' ? '' : `${message.replace(/\.$/, '')}. `;
  const singleSignOn = headers.get('x-github-sso');
  if (singleSignOn !== null) {
    const url = /(?:^|[;\s])url=(https:\/\/[^\s;]{1,500})/.exec(singleSignOn)?.[1];
    const place = url === undefined ? "in the token's settings on GitHub" : `at ${url}`;
    return `${words}The organization requires single sign-on: authorize the token for it ${place}`;
  }
  // GitHub sends the header with every response: only these words are about permissions.
  if (message === '' || /\bnot accessible by\b/i.test(message)) {
    const permissions = headers.get('x-accepted-github-permissions') ?? 'contents=read';
    return `${words}${words === '' ? 'the' : 'The'} token lacks a permission: grant it ${permissions}`;
  }
  return message;
}
