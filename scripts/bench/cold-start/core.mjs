import { createPrompts } from '@prompts/core';

const prompts = await createPrompts({ systemPrompts: { greeting: 'Hello {{name}}' } });
await prompts.render('greeting', { name: 'Ada' });
