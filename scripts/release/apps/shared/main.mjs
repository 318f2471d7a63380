// Copied into each app: a program whose providers are discovered, because they are installed.
import { createAppPrompts, renderAll } from './prompts.mjs';

const prompts = await createAppPrompts();
console.log(await renderAll(prompts));
await prompts.close();
