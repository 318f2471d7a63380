import { describe, expect, test } from 'vitest';
import { style } from './style.ts';

const [lightRules = '', darkRules = ''] = style.match(/:root\{[^}]*\}/g) ?? [];
const light = coloursOf(lightRules);
const dark = { ...light, ...coloursOf(darkRules) };

function coloursOf(rules: string): Readonly<Record<string, string>> {
  const found = Array.from(rules.matchAll(/--([\w-]+):#([0-9a-f]+)/g), ([, name = '', hex = '']) => [
    name,
    hex.length === 3 ? hex.replace(/./g, '$&$&') : hex,
  ]);
  return Object.fromEntries(found);
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = (hex.match(/../g) ?? []).map((part) => {
    const value = Number.parseInt(part, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s scheme', (_, colours) => {
  test.each([
    ...['text', 'soft', 'good', 'bad'].map((text) => [text, 'page']),
    ...['hover', 'alert', 's0', 's1', 's2', 's3', 's4'].map((surface) => ['text', surface]),
    ...[
      ['soft', 'hover'],
      ['on-5', 's5'],
      ['on-7', 's6'],
      ['on-7', 's7'],
    ],
  ])('%s on %s has a contrast of at least 4.5', (text = '', surface = '') => {
    expect(contrastOf(colours[text], colours[surface])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['s5', 's7', 'stale', 'fallback'])('%s on the page has a contrast of at least 3', (shape) => {
    expect(contrastOf(colours[shape], colours.page)).toBeGreaterThanOrEqual(3);
  });

  test('stale and fallback differ in lightness', () => {
    expect(contrastOf(colours.stale, colours.fallback)).toBeGreaterThanOrEqual(2);
  });
});
