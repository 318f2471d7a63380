import { describe, expect, it } from 'vitest';
import { selectText } from './select-text.ts';

/** The document of RFC 6901, section 5, with strings instead of numbers. */
const document = JSON.stringify({
  foo: ['bar', 'baz'],
  '': '0',
  'a/b': '1',
  'c%d': '2',
  'e^f': '3',
  'g|h': '4',
  'i\\j': '5',
  'k"l': '6',
  ' ': '7',
  'm~n': '8',
  '~1': '9',
});

describe('selectText', () => {
  it.each([
    ['/foo/0', 'bar'],
    ['/', '0'],
    ['/a~1b', '1'],
    ['/c%d', '2'],
    ['/e^f', '3'],
    ['/g|h', '4'],
    ['/i\\j', '5'],
    ['/k"l', '6'],
    ['/ ', '7'],
    ['/m~0n', '8'],
    ['/~01', '9'],
  ])('resolves %s', (pointer, text) => {
    expect(selectText(document, pointer)).toBe(text);
  });

  it('returns the whole response for an empty pointer, without a byte order mark', () => {
    expect(selectText('\uFEFF"all of it"', '')).toBe('all of it');
  });

  it.each([
    ['/foo', 'expected a string, found an array'],
    ['', 'expected a string, found an object'],
    ['/foo/2', "an array has no '2'"],
    ['/foo/-', "an array has no '-'"],
    ['/foo/length', "an array has no 'length'"],
    ['/foo/00', "an array has no '00'"],
    ['/bar', "an object has no 'bar'"],
    ['/foo/0/x', "a string has no 'x'"],
    ['/__proto__', "an object has no '__proto__'"],
    ['/constructor/name', "an object has no 'constructor'"],
  ])('reports what the response has at %j', (pointer, fault) => {
    expect(() => selectText(document, pointer)).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: `select '${pointer}': ${fault}` }),
    );
  });

  it.each(['7', 'true', 'null'])('does not accept %s', (json) => {
    expect(() => selectText(json, '')).toThrow(/expected a string, found (a number|a boolean|null)/);
  });

  it('does not quote a response that is not JSON', () => {
    expect(() => selectText('# A prompt', '/text')).toThrow(/^select '\/text': the response is not JSON$/);
  });
});
