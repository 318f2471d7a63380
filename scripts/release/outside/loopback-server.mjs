import { createServer } from 'node:http';

/** Serves one text to whoever asks on this machine. */
export async function serveText(text) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/markdown; charset=utf-8');
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/prompt.md`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
