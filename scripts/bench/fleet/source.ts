import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A source on loopback that counts how often it is asked, and may be told to leave a question open. */
export class CountedSource implements AsyncDisposable {
  /** What it answers. */
  text = 'the first text';
  calls = 0;
  /** Milliseconds that an answer takes. */
  readonly latency: number;
  #nextCall = Promise.withResolvers<number>();
  #answersNext = true;
  readonly #server = createServer(async (request, response) => {
    this.calls += 1;
    const { resolve } = this.#nextCall;
    this.#nextCall = Promise.withResolvers();
    const answers = this.#answersNext;
    this.#answersNext = true;
    resolve(Number(request.headers['x-process']));
    if (answers) await this.#answer(response);
  });

  private constructor(latency: number) {
    this.latency = latency;
  }

  static async start(latency: number): Promise<CountedSource> {
    const source = new CountedSource(latency);
    await new Promise<void>((resolve) => source.#server.listen(0, '127.0.0.1', resolve));
    return source;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @returns the id of the process that asks next. */
  nextCall(): Promise<number> {
    return this.#nextCall.promise;
  }

  /** The same; that process gets no answer. */
  nextCallUnanswered(): Promise<number> {
    this.#answersNext = false;
    return this.nextCall();
  }

  async #answer(response: ServerResponse): Promise<void> {
    await wait(this.latency);
    response.end(this.text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
