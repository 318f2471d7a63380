import { expect, it } from 'vitest';
import { isAllowedHost } from './is-allowed-host.ts';

it.each<[string, string, boolean]>([
  ['127.0.0.1', 'http://127.0.0.1:8080/', true],
  ['127.0.0.1', 'http://2130706433/', true],
  ['127.0.0.1', 'http://127.0.0.2/', false],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080/', true],
  ['127.0.0.1:8080', 'http://127.0.0.1/', false],
  ['wiki.corp.example:443', 'https://wiki.corp.example/', true],
  ['wiki.corp.example:80', 'http://wiki.corp.example/', true],
  ['wiki.corp.example:443', 'http://wiki.corp.example/', false],
  ['Wiki.Corp.Example', 'https://wiki.corp.example/', true],
  ['wiki.corp.example', 'https://wiki.corp.example./', true],
  ['wiki.corp.example', 'https://wiki.corp.example.evil.example/', false],
  ['*.corp.example', 'https://wiki.corp.example/', true],
  ['*.corp.example', 'https://a.b.corp.example/', true],
  ['*.corp.example', 'https://corp.example/', false],
  ['*.corp.example', 'https://evilcorp.example/', false],
  ['*.corp.example:8443', 'https://wiki.corp.example:8443/', true],
  ['*.corp.example:8443', 'https://wiki.corp.example/', false],
  ['::1', 'http://[::1]:8080/', true],
  ['[::1]', 'http://[::1]:8080/', true],
  ['[::1]:8080', 'http://[::1]:8080/', true],
  ['[::1]:8080', 'http://[::1]/', false],
  ['::1', 'http://[::2]/', false],
  ['fd00::1234', 'http://[fd00::1234]/', true],
  ['0:0:0:0:0:0:0:1', 'http://[::1]/', true],
  ['FD00::AB', 'http://[fd00::ab]/', true],
  ['bücher.example', 'https://b%C3%BCcher.example/', true],
  ['*.bücher.example', 'https://wiki.xn--bcher-kva.example/', true],
  ['*', 'https://wiki.corp.example/', false],
])('allowing %s allows %s: %s', (allowed, url, isAllowed) => {
  expect(isAllowedHost(new URL(url), [allowed])).toBe(isAllowed);
});

it('an empty list allows no host', () => {
  expect(isAllowedHost(new URL('http://127.0.0.1/'), [])).toBe(false);
});
