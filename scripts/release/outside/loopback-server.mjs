import { createServer } from 'node:http';

/** Starts an HTTP server on loopback. */
export async function serve(listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts a server that responds with one text. */
export function serveText(text) {
  return serve((_request, response) => {
    response.setHeader('content-type', 'text/markdown; charset=utf-8');
    response.end(text);
  });
}
