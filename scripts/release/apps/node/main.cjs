const { createPrompts } = require('@prompts/core');
const db = require('@prompts/provider-db');
const http = require('@prompts/provider-http');

async function main() {
  const { createAppPrompts, renderAll } = await import('./prompts.mjs');
  const prompts = await createAppPrompts({ providers: [http({ allowHosts: ['127.0.0.1'] }), db()] });
  console.log(await renderAll(prompts));
  await prompts.close();
  const local = await createPrompts({ systemPrompts: { greeting: 'Hello.' } });
  await local.close();
}

main();
