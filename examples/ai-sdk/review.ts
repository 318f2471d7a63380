import { text as readText } from 'node:stream/consumers';
import { createPrompts } from '@prompts/core';
import { generateText } from 'ai';

const prompts = await createPrompts({
  root: import.meta.url,
  systemPrompts: { review: { file: './review.md' } },
});

const prompt = await prompts.get('review');
const { text } = await generateText({
  model: process.env.MODEL ?? 'anthropic/claude-sonnet-4.5',
  instructions: prompt.render({ language: process.argv[2] ?? 'TypeScript' }),
  prompt: await readText(process.stdin),
});
console.log(text);
console.error(`(prompt ${prompt.name}, version ${prompt.version.slice(0, 7)})`);
await prompts.close();
