/** Starts an emulated GitHub. Each line that is typed is committed as the new text of a prompt, and delivered to the example. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { startEmulator } from './start-emulator.ts';

const path = 'prompts/review.md';
const secret = randomBytes(16).toString('hex');
const { repo, token, baseUrl, commit, deliverTo, close } = await startEmulator();
await commit(path, 'You review {{language}} code.', 'Add the reviewer');
await deliverTo(process.argv[2] ?? 'http://127.0.0.1:3000/webhooks/github', secret);

console.log('In another terminal, type this, and then what the README of the example says:\n');
console.log(
  `export GITHUB_API_URL=${baseUrl} GITHUB_TOKEN=${token} GITHUB_WEBHOOK_SECRET=${secret} PROMPTS_REPO=${repo}\n`,
);
console.log(`Each line that you type here is committed as ${path}.`);
for await (const line of createInterface(process.stdin)) await commit(path, line, 'Change the reviewer');
await close();
