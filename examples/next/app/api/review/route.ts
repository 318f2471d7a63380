import { getPrompts } from '../../../lib/prompts.ts';

export async function GET(request: Request): Promise<Response> {
  const { prompts } = await getPrompts();
  const language = new URL(request.url).searchParams.get('language') ?? 'TypeScript';
  return new Response(await prompts.render('review', { language }));
}
