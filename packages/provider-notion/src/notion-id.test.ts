import { expect, it } from 'vitest';
import { parseNotionId } from './notion-id.ts';

const id = '2f1c8a6d-9b3e-4f70-81a2-b3c4d5e6f708';
const digits = id.replaceAll('-', '');

it.each([
  id,
  digits,
  id.toUpperCase(),
  ` ${digits} `,
  `https://www.notion.so/${digits}`,
  `https://www.notion.so/acme/Support-tone-${digits}?pvs=4#abc`,
  `https://app.notion.com/p/Support-tone-${digits}/`,
  `https://www.notion.so/acme/11111111111111111111111111111111?v=22222222222222222222222222222222&p=${digits}&pm=s`,
  `notion://www.notion.so/${digits}`,
  `https://acme.notion.site/Gr%C3%BC%C3%9Fe-${digits}`,
])('%s contains the id', (value) => {
  expect(parseNotionId(value)).toBe(id);
});

it.each([
  '',
  'abc123',
  `${digits}0`,
  `../${digits.slice(1)}`,
  'https://www.notion.so/acme',
  `ftp://a.example/${digits}`,
  `${digits}/children`,
])("'%s' is not an id", (value) => {
  expect(parseNotionId(value)).toBeUndefined();
});
