import { apiError, notFound } from './api-error.ts';
import { type DriveState, documentType } from './drive-state.ts';
import type { Route } from './route.ts';

/** The method of the Docs API that the provider calls. */
export function docsRoutes({ files }: DriveState): Route[] {
  return [
    {
      method: 'docs.documents.get',
      scopes: ['documents.readonly', 'drive.readonly'],
      path: /^\/v1\/documents\/(?<id>[^/]+)$/,
      isDownload: true,
      respond({ id = '', query }) {
        const file = files.get(id);
        if (!file || file.trashed) return notFound(id);
        if (file.mimeType !== documentType)
          return apiError(400, 'failedPrecondition', 'This operation is not supported for this document');
        const { tabs, id: revision } = file.revisions.at(-1) ?? { tabs: [], id: '0' };
        const facts = { documentId: id, title: file.name, revisionId: `revision-${revision}` };
        if (query.has('fields')) return Response.json(facts);
        return Response.json({ ...facts, suggestionsViewMode: query.get('suggestionsViewMode'), tabs });
      },
    },
  ];
}
