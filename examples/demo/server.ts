/** An HTTP source for the demo: `GET` returns the prompt, `PUT` replaces it. Prints its port. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

let prompt = 'You review {{language}} code.\n';

const server = createServer(async (request, response) => {
  if (request.method === 'PUT') {
    prompt = await text(request);
    response.writeHead(204).end();
  } else {
    response.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' }).end(prompt);
  }
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`${address.port}\n`);
});
