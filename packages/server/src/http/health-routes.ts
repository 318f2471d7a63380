import { Hono } from 'hono';

/**
 * Whether the process runs, and whether it should receive requests.
 * @param notReady Returns why it should not: the required prompts without a text from their source, or that the server stops.
 */
export function healthRoutes(notReady: () => readonly string[] | 'stopping'): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', (context) => {
    const reason = notReady();
    if (reason === 'stopping') return context.json({ ready: false, reason: 'the server is stopping' }, 503);
    if (reason.length === 0) return context.json({ ready: true });
    return context.json(
      { ready: false, reason: 'required prompts have no text from their source', prompts: reason },
      503,
    );
  });
  return app;
}
