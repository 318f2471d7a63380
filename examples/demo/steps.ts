import assert from 'node:assert/strict';

export function step(title: string): void {
  console.log(`\n${title}`);
}

/** Prints a text, which must be as expected. */
export function show(name: string, text: string, expected: string): void {
  assert.equal(text, expected);
  console.log(`  ${name.padEnd(16)} ${JSON.stringify(text)}`);
}
