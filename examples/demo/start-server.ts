import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts `server.ts` in another process. @param port The port to listen on; 0 for any free port. */
export async function startServer(port = 0): Promise<RunningServer> {
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = child.stdout;
  if (output === null) throw new Error('the server has no stdout');
  const [line] = (await once(output, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
