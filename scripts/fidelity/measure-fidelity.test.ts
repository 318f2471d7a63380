import { describe, expect, it } from 'vitest';
import { measureFidelity } from './measure-fidelity.ts';

describe('measureFidelity', () => {
  it('counts words as often as they occur, in any order', () => {
    const { recall, precision, missing, extra } = measureFidelity('a b b **c**', 'c b a d');
    expect({ missing, extra }).toEqual({ missing: ['b'], extra: ['d'] });
    expect([recall, precision]).toEqual([0.75, 0.75]);
  });

  it('finds fenced code with the same text, also within lists', () => {
    const expected = '```ts\na\n```\n\n```\nb\n  c\n```\n\n```\nd\n```';
    expect(measureFidelity(expected, '- x\n  ```\n  b\n    c\n  ```\n\n~~~\na\n~~~').codeBlocks).toEqual({
      expected: 3,
      kept: 2,
    });
  });

  it('is perfect for texts without words', () => {
    expect(measureFidelity('', '')).toMatchObject({ recall: 1, precision: 1 });
  });
});
