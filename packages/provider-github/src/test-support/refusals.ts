import type { Fault } from '@prompts/provider-testkit';

type Refusal = Extract<Fault, { kind: 'status' }> & { readonly body: string };

const json = { 'content-type': 'application/json; charset=utf-8' };

/** Where an organization's members authorize a token for single sign-on. */
export const singleSignOnUrl = 'https://github.com/orgs/company/sso?authorization_request=AAAAB3';

function refusal(message: string, { status = 403, headers = {}, ...body }: Record<string, unknown> = {}): Refusal {
  return {
    kind: 'status',
    status: status as number,
    headers: { ...json, ...(headers as Record<string, string>) },
    body: JSON.stringify({ message, ...body, documentation_url: 'https://docs.github.com/rest', status: `${status}` }),
  };
}

/** Responses that GitHub refuses a request with, as people quote them in public issues. */
export const refusals = {
  singleSignOn: refusal(
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    { headers: { 'x-github-sso': `required; url=${singleSignOnUrl}` } },
  ),
  ipAllowList: refusal(
    'Although you appear to have the correct authorization credentials, the `company` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
  ),
  classicToken: refusal(
    '`company` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
    { headers: { 'x-accepted-github-permissions': 'contents=read' } },
  ),
  tokenLifetime: refusal(
    "The 'company' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1",
    { headers: { 'x-accepted-github-permissions': 'contents=read' } },
  ),
  suspendedAccount: refusal('Sorry. Your account was suspended.'),
  suspendedInstallation: refusal('This installation has been suspended'),
  blockedRepository: refusal('Repository access blocked', {
    block: { reason: 'tos', created_at: '2021-06-08T01:02:15Z', html_url: 'https://github.com/tos' },
  }),
  takedown: refusal('Repository access blocked', {
    status: 451,
    block: { reason: 'dmca', created_at: '2021-04-22T17:53:56Z', html_url: 'https://github.com/github/dmca/blob/x.md' },
  }),
  unavailable: refusal('Unavailable for legal reasons', { status: 451 }),
  abuse: refusal('You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.'),
  firewall: {
    kind: 'status',
    status: 403,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>Web Page Blocked</title></head><body>Category: Code repositories</body></html>',
  },
} satisfies Record<string, Refusal>;
