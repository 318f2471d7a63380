import { getPrompts } from '../../../lib/prompts.ts';

export async function POST(request: Request): Promise<Response> {
  const { handleWebhook } = await getPrompts();
  return handleWebhook(request);
}
