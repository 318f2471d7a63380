// Copied into each app: a program for a single file, where no package can be discovered.
import '@prompts/provider-db/register';
import '@prompts/provider-http/register';
import { createAppPrompts, renderAll } from './prompts.mjs';

// Not top-level await, which CommonJS does not have.
async function main() {
  const prompts = await createAppPrompts({ discover: false });
  console.log(await renderAll(prompts));
  await prompts.close();
}

main();
