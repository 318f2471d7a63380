import { expect, it } from 'vitest';
import { collectionSchema, configSchema } from './config-schema.ts';
import { gdocs } from './gdocs.ts';

const id = '1AbC_dEf-1234567890';
const listIssues = (input: unknown) =>
  (configSchema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`.trim());

it.each([
  id,
  ` ${id} `,
  `https://docs.google.com/document/d/${id}/edit`,
  `https://docs.google.com/document/d/${id}/edit?tab=t.x#heading=h.y`,
  `https://docs.google.com/document/u/1/d/${id}/preview`,
  `https://docs.google.com/a/company.example/document/d/${id}`,
  `docs.google.com/document/d/${id}/edit?usp=sharing`,
  `https://drive.google.com/open?id=${id}`,
  `https://drive.google.com/file/d/${id}/view`,
])('accepts %s as the id of a document', (documentId) => {
  const provider = gdocs();
  const config = configSchema.parse({ documentId });
  expect(provider.identity?.(config)).toEqual(provider.identity?.(configSchema.parse({ documentId: id })));
  expect(config).toEqual({ documentId: id });
});

it.each([
  [
    { documentId: 'https://docs.google.com/spreadsheets/d/1AbC_dEf-1234567890/edit' },
    "documentId is a URL of Google's spreadsheets",
  ],
  [
    { documentId: `https://drive.google.com/drive/folders/${id}` },
    'documentId is the URL of a folder: for all its documents, use folderId',
  ],
  [{ documentId: '../../v1/other' }, 'documentId is neither the id of a document nor a URL'],
  [{ documentId: 'https://docs.google.com.example/document/d/1AbC_dEf-1234567890' }, 'documentId is neither the id'],
  [{ documentId: 5 }, 'documentId must be the id or the URL of a document'],
  [{}, 'documentId must be'],
  [null, 'must be an object'],
  [{ documentId: id, tab: '' }, 'tab is empty'],
  [{ documentId: id, tab: 'a', version: '5' }, 'tab cannot be combined with version'],
  [{ documentId: id, version: 12 }, 'version must be a string'],
  [{ documentId: id, tabs: 'a' }, "unknown key 'tabs'"],
  [{ documentId: id, folderId: id }, "unknown key 'folderId'"],
  [{ folderId: id, tab: 'a' }, "unknown key 'tab'"],
  [{ folderId: 'no id' }, 'folderId is neither the id of a folder nor a URL'],
  [{ documentId: id, rootUrl: 'ftp://x' }, 'rootUrl'],
  [{ documentId: id, allowHosts: ['127.0.0.1'] }, "unknown key 'allowHosts'"],
  [{ documentId: id, auth: { token: undefined } }, 'auth.token is undefined: is its environment variable set?'],
  [{ documentId: id, auth: { token: '' } }, 'auth.token must be a text'],
  [{ documentId: id, auth: { clientEmail: undefined, privateKey: 'k' } }, 'auth.clientEmail is undefined'],
  [{ documentId: id, auth: { clientEmail: 'a@b', privateKey: undefined } }, 'auth.privateKey is undefined'],
  [
    { documentId: id, auth: { clientId: 'a', clientSecret: 'b', refreshToken: undefined } },
    'auth.refreshToken is undefined',
  ],
  [
    { documentId: id, auth: { clientEmail: 'a@b', privateKey: 'k', scopes: ['gmail'] } },
    'auth.scopes.0 must be a scope',
  ],
  [{ documentId: id, auth: { token: 't', tokn: 1 } }, "auth unknown key 'tokn'"],
  [{ documentId: id, auth: {} }, 'auth must be { token }'],
  [{ documentId: id, auth: 'token' }, 'auth must be { token }'],
  [{ documentId: id, auth: { applicationDefault: false } }, 'auth.applicationDefault must be true'],
])('refuses %j', (input, issue) => expect(listIssues(input).join()).toContain(issue));

it.each([
  id,
  `https://drive.google.com/drive/folders/${id}?usp=sharing`,
  `https://drive.google.com/drive/u/0/folders/${id}`,
])('accepts %s as the id of a folder', (folderId) => {
  expect(configSchema.parse({ folderId })).toMatchObject({ folderId: id });
  expect(collectionSchema.parse({ folderId })).toMatchObject({ folderId: id });
});

it('accepts auth: undefined as no credentials', () => {
  expect(listIssues({ documentId: id, auth: undefined })).toEqual([]);
});

it.each([
  [{ alowHosts: [] }, "unknown key 'alowHosts'"],
  [{ auth: { token: undefined } }, 'auth.token is undefined'],
  [{ docs: { documents: { get() {} } } }, 'drive is missing'],
  [{ docs: {}, drive: {} }, 'docs must be a client of the Docs API'],
  [{ proxy: '' }, 'proxy is empty'],
])('refuses the options %j', (options, message) => {
  expect(() => gdocs(options as object)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
  );
});
