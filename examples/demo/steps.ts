import assert from 'node:assert/strict';

/** Prints the title of a step. */
export function step(title: string): void {
  console.log(`\n${title}`);
}

/** Prints a text, and asserts that it is the expected one. */
export function show(name: string, text: string, expected: string): void {
  assert.equal(text, expected);
  console.log(`  ${name.padEnd(16)} ${JSON.stringify(text)}`);
}
