import type { App } from '../accounts/app.ts';
import { notFound } from '../api-error.ts';
import type { FakeRepository } from '../fake-repository.ts';
import type { ApiCall } from './api-call.ts';
import { type ApiResponse, jsonResponse } from './api-response.ts';
import { isoSeconds, nodeId } from './encoding.ts';
import { userJson } from './user-json.ts';

const installedAt = '2024-01-01T00:00:00Z';
const slug = 'prompts-app';

/** `POST app/installations/{id}/access_tokens` */
export function createToken({ state, authorization }: ApiCall, installationId: string): ApiResponse {
  const app = state.accounts.authenticateApp(authorization);
  if (String(app.installationId) !== installationId) throw notFound();
  const { token, expiresAtMs, permissions } = state.accounts.createInstallationToken(app);
  return jsonResponse(
    { token, expires_at: isoSeconds(expiresAtMs), permissions, repository_selection: repositorySelection(app) },
    201,
  );
}

/** `repos/{owner}/{repo}/installation` */
export function getInstallation({ state, authorization, apiUrl }: ApiCall, repository: FakeRepository): ApiResponse {
  const app = state.accounts.authenticateApp(authorization);
  if (app.repositories !== 'all' && !app.repositories.has(repository)) throw notFound();
  const account = userJson(apiUrl, repository.owner, 'Organization');
  return jsonResponse({
    id: app.installationId,
    account,
    repository_selection: repositorySelection(app),
    access_tokens_url: `${apiUrl}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${apiUrl}/installation/repositories`,
    html_url: `https://github.com/organizations/${repository.owner}/settings/installations/${app.installationId}`,
    app_id: app.appId,
    app_slug: slug,
    target_id: account.id,
    target_type: 'Organization',
    permissions: app.permissions,
    events: ['push'],
    created_at: installedAt,
    updated_at: installedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  });
}

/** `app` */
export function getApp({ state, authorization, apiUrl }: ApiCall): ApiResponse {
  const { appId, permissions } = state.accounts.authenticateApp(authorization);
  return jsonResponse({
    id: appId,
    slug,
    node_id: nodeId('App', appId),
    owner: userJson(apiUrl, 'company', 'Organization'),
    name: 'Prompts',
    description: null,
    external_url: 'https://example.com',
    html_url: `https://github.com/apps/${slug}`,
    created_at: installedAt,
    updated_at: installedAt,
    permissions,
    events: ['push'],
  });
}

const repositorySelection = ({ repositories }: App) => (repositories === 'all' ? 'all' : 'selected');
