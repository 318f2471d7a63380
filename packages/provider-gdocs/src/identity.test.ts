import { expect, it } from 'vitest';
import type { GoogleDocsConfig, GoogleDocsOptions } from './config.ts';
import { configSchema } from './config-schema.ts';
import { gdocs } from './gdocs.ts';

const documentId = '1AbC_dEf-1234567890';
const identityOf = (config: Partial<GoogleDocsConfig> = {}, options: GoogleDocsOptions = {}) =>
  gdocs(options).identity?.(configSchema.parse({ documentId, ...config }));

it('covers the document, the tab, the version and the variables', () => {
  const base = identityOf()?.source;
  for (const config of [{ documentId: '1AbC_dEf-0000000000' }, { tab: 'a' }, { version: '3' }, { variables: ['a'] }]) {
    expect(identityOf(config)?.source).not.toEqual(base);
  }
  expect(JSON.stringify(identityOf({ auth: { token: 'secret' } })?.source)).not.toContain('secret');
});

it('covers the credentials and the server, of the config or of the factory', () => {
  const auth = { token: 'a' };
  expect(identityOf({ auth })).toEqual(identityOf({}, { auth }));
  expect(identityOf({ auth })?.access).not.toEqual(identityOf()?.access);
  expect(identityOf({ rootUrl: 'https://google.corp.example' })?.access).not.toEqual(identityOf()?.access);
  expect(identityOf({ rootUrl: 'google.corp.example/' })).toEqual(
    identityOf({}, { rootUrl: 'https://google.corp.example' }),
  );
  expect(identityOf({}, { proxy: 'http://proxy.example' })?.access).not.toEqual(identityOf()?.access);
});

it("does not include the factory's credentials for another server", () => {
  const options = { auth: { token: 'a' }, rootUrl: 'https://google.corp.example' };
  expect(identityOf({ rootUrl: 'https://other.example' }, options)?.access).toEqual(
    identityOf({ rootUrl: 'https://other.example' })?.access,
  );
});

it("treats an address of Google's as the default server", () => {
  expect(identityOf({ rootUrl: 'https://www.googleapis.com' })).toEqual(identityOf());
});

it('does not equate Application Default Credentials with those of another machine', () => {
  const access = identityOf({ auth: { applicationDefault: true } })?.access;
  expect(access).toEqual(identityOf({}, { auth: { applicationDefault: true } })?.access);
  // Core requires a namespace for a store if the access contains a function.
  expect(access).toMatchObject({ auth: { applicationDefault: expect.any(Function) } });
});
