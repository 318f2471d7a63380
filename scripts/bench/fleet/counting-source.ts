import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** An HTTP source on loopback that counts requests, and can leave one unanswered. */
export class CountingSource implements AsyncDisposable {
  /** The text of its responses. */
  text = 'the first text';
  calls = 0;
  /** The delay of responses, in milliseconds. */
  readonly latencyMs: number;
  #nextCall = Promise.withResolvers<number>();
  #respondsToNext = true;
  readonly #server = createServer(async (request, response) => {
    this.calls += 1;
    const { resolve } = this.#nextCall;
    this.#nextCall = Promise.withResolvers();
    const responds = this.#respondsToNext;
    this.#respondsToNext = true;
    resolve(Number(request.headers['x-process']));
    if (responds) await this.#respond(response);
  });

  private constructor(latencyMs: number) {
    this.latencyMs = latencyMs;
  }

  static async start(latencyMs: number): Promise<CountingSource> {
    const source = new CountingSource(latencyMs);
    await new Promise<void>((resolve) => source.#server.listen(0, '127.0.0.1', resolve));
    return source;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for the next request. @returns The id of the process that sends it. */
  nextCall(): Promise<number> {
    return this.#nextCall.promise;
  }

  /** Waits for the next request, and leaves it unanswered. @returns The id of the process that sends it. */
  nextCallUnanswered(): Promise<number> {
    this.#respondsToNext = false;
    return this.nextCall();
  }

  async #respond(response: ServerResponse): Promise<void> {
    await sleep(this.latencyMs);
    response.end(this.text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
