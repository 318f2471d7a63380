import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { oldestNode, requireNodeVersion } from './require-node-version.ts';

it.each(['18.20.8', '20.19.0', '21.7.3', '22.0.0', '22.18.0'])('refuses Node.js %s', (version) => {
  expect(() => requireNodeVersion(version)).toThrow(
    `@prompts/core needs Node.js 22.19 or newer, and this is ${version}: update Node.js`,
  );
});

it.each(['22.19.0', '22.20.1', '23.0.0', '24.21.0', '26.0.0-pre', process.versions.node])(
  'accepts Node.js %s',
  (version) => {
    expect(() => requireNodeVersion(version)).not.toThrow();
  },
);

it('refuses what package.json refuses', async () => {
  const { engines } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe(`>=${oldestNode.join('.')}`);
});
