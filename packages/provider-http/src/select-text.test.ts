import { describe, expect, it } from 'vitest';
import { selectText } from './select-text.ts';

/** The document of RFC 6901, section 5, with texts in place of its numbers. */
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

describe('select', () => {
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
  ])('follows %s', (pointer, text) => {
    expect(selectText(document, pointer)).toBe(text);
  });

  it('takes the whole answer for an empty pointer, and a byte order mark before it', () => {
    expect(selectText('\uFEFF"all of it"', '')).toBe('all of it');
  });

  it.each([
    ['/foo', 'a text was expected, a list is there'],
    ['', 'a text was expected, an object is there'],
    ['/foo/2', "there is no '2' in a list"],
    ['/foo/-', "there is no '-' in a list"],
    ['/foo/length', "there is no 'length' in a list"],
    ['/foo/00', "there is no '00' in a list"],
    ['/bar', "there is no 'bar' in an object"],
    ['/foo/0/x', "there is no 'x' in a text"],
    ['/__proto__', "there is no '__proto__' in an object"],
    ['/constructor/name', "there is no 'constructor' in an object"],
  ])('says what stands at %j', (pointer, fault) => {
    expect(() => selectText(document, pointer)).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: `select '${pointer}': ${fault}` }),
    );
  });

  it.each(['7', 'true', 'null'])('takes %s for no text', (json) => {
    expect(() => selectText(json, '')).toThrow(/a text was expected, (a number|a boolean|null) is there/);
  });

  it('says where an answer is no JSON, without quoting it', () => {
    expect(() => selectText('# A prompt', '/text')).toThrow(/^select '\/text': the answer is no JSON$/);
  });
});
