import { describe, expect, test } from 'vitest';
import { parseAddress } from '../index.ts';

const parse = (address: string) => parseAddress('acmeBus', address, ['acme:', 'acmes:']);

function catchMessage(address: string): string {
  try {
    return JSON.stringify(parse(address));
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return (error as Error).message;
  }
}

describe('parseAddress', () => {
  // All printable characters, and some more.
  const special = `${Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')}\t\r\nü漢🎉`;

  test('decodes a password of any characters', () => {
    const password = encodeURIComponent(special);
    expect(parse(`acmes://${password}:${password}@a.example:1/x?y=1`)).toEqual({
      host: 'a.example:1',
      protocol: 'acmes:',
      username: special,
      password: special,
      path: 'x',
      parameters: new Map([['y', '1']]),
    });
    expect(parse('acme://a.example')).toMatchObject({
      host: 'a.example',
      username: '',
      password: '',
      path: '',
      parameters: new Map(),
    });
  });

  test('understands a raw character in a password, or advises to encode it', () => {
    for (const character of special) {
      const password = `12${character}zz`;
      const message = catchMessage(`acme://me:${password}@a.example:1`);
      if (message.startsWith('{')) {
        expect(JSON.parse(message)).toMatchObject({ host: 'a.example:1', username: 'me', password });
      } else {
        expect(message).toContain('apply encodeURIComponent to the user and the password');
        expect(message).not.toMatch(/12|zz/);
      }
    }
  });

  test.for(['/', '?', '#'])('does not take a part of a password with a %s for the host', (character) => {
    for (const account of [`:12${character}34`, `me:12${character}34`, `12${character}34`, `me:1@2${character}34`]) {
      expect(catchMessage(`acme://${account}@a.example:1`)).toContain('with special characters encoded');
    }
  });

  test.for(['acme://a.example:port', 'acme://a.example:65536', 'acme://a b', 'acme://[::1', 'acme://[x]'])(
    'does not accept the host or the port of %s',
    (address) => {
      expect(catchMessage(address)).toContain('must be a URL such as acme://user:password@host');
    },
  );

  test('quotes no part of a password that is a parameter', () => {
    const message = catchMessage('acme://a.example?password=12&zz');
    expect(message).toContain('with special characters encoded');
    expect(message).not.toContain('zz');
  });

  test('names the protocols that it needs', () => {
    for (const address of ['http://a.example', 'a.example', '', 'acme:a.example', 'acmé://a']) {
      expect(catchMessage(address)).toContain('the address of acmeBus must begin with acme:// or acmes://');
    }
  });
});
