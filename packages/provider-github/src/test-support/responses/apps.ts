import type { App } from '../accounts/app.ts';
import { notFound } from '../api-error.ts';
import type { FakeRepository } from '../fake-repository.ts';
import { type Answer, type Call, json, nodeId } from './api-response.ts';
import { userJson } from './user-json.ts';

const installed = '2024-01-01T00:00:00Z';
const slug = 'prompts-app';

/** `POST app/installations/{id}/access_tokens` */
export function mintToken({ state, authorization }: Call, installationId: string): Answer {
  const app = state.accounts.appOf(authorization);
  if (String(app.installationId) !== installationId) throw notFound();
  const { token, expiresAt, permissions } = state.accounts.mint(app);
  const expires_at = new Date(expiresAt).toISOString().replace(/\.\d+/, '');
  return json({ token, expires_at, permissions, repository_selection: selection(app) }, 201);
}

/** `repos/{owner}/{repo}/installation` */
export function getInstallation({ state, authorization, apiUrl }: Call, repository: FakeRepository): Answer {
  const app = state.accounts.appOf(authorization);
  if (app.repositories !== 'all' && !app.repositories.has(repository)) throw notFound();
  const account = userJson(apiUrl, repository.owner, 'Organization');
  return json({
    id: app.installationId,
    account,
    repository_selection: selection(app),
    access_tokens_url: `${apiUrl}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${apiUrl}/installation/repositories`,
    html_url: `https://github.com/organizations/${repository.owner}/settings/installations/${app.installationId}`,
    app_id: app.appId,
    app_slug: slug,
    target_id: account.id,
    target_type: 'Organization',
    permissions: app.permissions,
    events: ['push'],
    created_at: installed,
    updated_at: installed,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  });
}

/** `app` */
export function getApp({ state, authorization, apiUrl }: Call): Answer {
  const { appId, permissions } = state.accounts.appOf(authorization);
  return json({
    id: appId,
    slug,
    node_id: nodeId('App', appId),
    owner: userJson(apiUrl, 'company', 'Organization'),
    name: 'Prompts',
    description: null,
    external_url: 'https://example.com',
    html_url: `https://github.com/apps/${slug}`,
    created_at: installed,
    updated_at: installed,
    permissions,
    events: ['push'],
  });
}

const selection = ({ repositories }: App) => (repositories === 'all' ? 'all' : 'selected');
