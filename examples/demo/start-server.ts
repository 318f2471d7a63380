import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the source in another process. @param port 0: any that is free. */
export async function startServer(port = 0): Promise<RunningServer> {
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = child.stdout;
  if (output === null) throw new Error('the server has no output');
  const [line] = (await once(output, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
