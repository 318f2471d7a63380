import { describe, expect, test, vi } from 'vitest';
import { type BusUnderTest, freshChannel } from '../bus-under-test.ts';
import { openInbox } from '../inbox.ts';
import { runProgram } from '../run-program.ts';

/** Whether a process can exit. */
export function testProcesses({ name, module, create, url, startProxy }: BusUnderTest): void {
  const missing = "the option 'module' of testBus is not set";
  /** The code of a program that creates the bus. */
  const busCode = (address: string, options: object) =>
    `(await import(${JSON.stringify(module)}))[${JSON.stringify(name)}](${JSON.stringify(address)}, ${JSON.stringify(options)})`;

  describe('a process', () => {
    test('exits with a subscription, and after it has published a message', async ({ skip }) => {
      if (!module) return skip(missing);
      const address = await url();
      const options = freshChannel();
      await using inbox = await openInbox(create(address, options));
      const bus = busCode(address, options);
      await Promise.all([
        runProgram(`const bus = ${bus}; await bus.subscribe(() => {}); await bus.publish('one');`),
        runProgram(`await ${bus}.publish('two');`),
      ]);
      await inbox.untilReceived(2);
      expect(inbox.messages.toSorted()).toEqual(['one', 'two']);
    });

    test('exits after a subscription was disposed of while it reconnected', async ({ skip }) => {
      if (!module) return skip(missing);
      await using proxy = await startProxy();
      const program = runProgram(`
        const subscription = await ${busCode(proxy.url, freshChannel())}.subscribe(() => {});
        process.stdin.once('data', async () => {
          await subscription[Symbol.asyncDispose]();
          console.log('disposed');
        });
        console.log('listening');`);
      await program.untilOutput('listening');
      proxy.fail('hang');
      const calls = proxy.calls();
      proxy.cut();
      // It has connected again, and waits for a reply.
      await vi.waitUntil(() => proxy.calls() > calls && proxy.connections() > 0, 10_000);
      program.write('dispose');
      await program.untilOutput('disposed');
      await vi.waitUntil(() => proxy.connections() === 0, 4000);
      program.endInput();
      await program;
    });
  });
}
