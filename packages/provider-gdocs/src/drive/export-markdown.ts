import type { LoadContext } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';
import { lacksScope } from '../client/errors.ts';
import type { GoogleClient } from '../client/google-client.ts';
import type { GoogleFailure } from '../client/google-failure.ts';
import { gdocsError } from '../gdocs-error.ts';

/** The scope that allows the export of documents. */
export const exportScopes = 'drive.readonly';

/** Why a document can't be exported: because of the credentials, which can't export any, or because of the document itself. */
export type ExportRefusal = 'credentials' | 'document';

const refusals =
  /^(exportSizeLimitExceeded|cannotExportFile|cannotDownloadFile|fileNotExportable|downloadRestrictedByIrm)$/;

/**
 * Exports a document as markdown.
 * @param link The address of the export of an old revision. Default: the current text.
 * @returns The markdown as Google writes it, or the reason why it can't be exported.
 */
export async function exportMarkdown(
  fileId: string,
  link: string | undefined,
  client: GoogleClient,
  context: LoadContext,
): Promise<{ readonly markdown: string } | { readonly refusal: ExportRefusal }> {
  const what = `document ${fileId}`;
  let refusal: ExportRefusal | undefined;
  const accepts = (failure: GoogleFailure) => {
    if (lacksScope(failure)) refusal = 'credentials';
    else if (failure.status === 403 && failure.reasons.some((reason) => refusals.test(reason))) refusal = 'document';
    return refusal !== undefined;
  };
  const data = await client.send(
    ({ drive }, options) =>
      drive.files.export(
        { fileId, mimeType: 'text/markdown' },
        { ...options, responseType: 'arraybuffer', ...(link !== undefined && { url: link }) },
      ),
    { what, scopes: exportScopes, accepts },
    context,
  );
  return refusal === undefined ? { markdown: decode(data, what) } : { refusal };
}

function decode(data: unknown, what: string): string {
  const text = data instanceof ArrayBuffer ? decodeUtf8(new Uint8Array(data)) : undefined;
  if (text === undefined)
    throw gdocsError('CONTENT_INVALID', `the export of ${what} is not UTF-8 text: it may come from a proxy`);
  if (/^\s*<(!doctype html|html)[\s>]/i.test(text)) {
    throw gdocsError(
      'CONTENT_INVALID',
      `the export of ${what} is an HTML page: it may come from a proxy or a login page`,
    );
  }
  return text;
}
