import { prompts } from '../../lib/prompts.js';

export const dynamic = 'force-dynamic';

export async function GET() {
  const app = await prompts;
  const texts = ['overHttp', 'fromFile'].map((name) => app.render(name, { name: 'Ada' }));
  return new Response((await Promise.all(texts)).join('\n'));
}
