import { createPrompts } from '@prompts/core';

export const dynamic = 'force-dynamic';

/** Reads by a provider that is installed, but not imported. Responds with its text or the error. */
export async function GET() {
  try {
    const prompts = await createPrompts({
      systemPrompts: {
        fromSqlite: { provider: 'db', config: { connection: process.env.PROMPT_DATABASE, table: 'texts', id: 1 } },
      },
    });
    const text = await prompts.render('fromSqlite', { name: 'Ada' });
    await prompts.close();
    return new Response(text);
  } catch (error) {
    return new Response(error.message);
  }
}
