const { createPrompts } = require('@prompts/core');
const { fakePrompts } = require('@prompts/core/testing');
const http = require('@prompts/provider-http');

test('an app reads its prompts', async () => {
  const prompts = await createPrompts({
    providers: [http({ allowHosts: ['127.0.0.1'] })],
    systemPrompts: { overHttp: { provider: 'http', config: { url: process.env.PROMPT_URL } } },
  });
  console.log(await prompts.render('overHttp', { name: 'Ada' }));
  await prompts.close();
});

test('an app reads fake prompts', async () => {
  expect(await fakePrompts({ greeting: 'Hello {{name}}' }).render('greeting', { name: 'Ada' })).toBe('Hello Ada');
});
