/** A store in memory, like a Keyv without an adapter. It hangs or fails on demand. */
export class MapStore {
  readonly values = new Map<string, unknown>();
  calls = 0;
  answer: 'ok' | 'hangs' | 'fails' = 'ok';

  async get(key: string): Promise<unknown> {
    await this.#call();
    return this.values.get(key);
  }

  async set(key: string, value: unknown): Promise<boolean> {
    await this.#call();
    this.values.set(key, value);
    return true;
  }

  async delete(key: string): Promise<boolean> {
    await this.#call();
    return this.values.delete(key);
  }

  #call(): Promise<void> {
    this.calls += 1;
    if (this.answer === 'hangs') return new Promise(() => {});
    return this.answer === 'fails' ? Promise.reject(new Error('gone')) : Promise.resolve();
  }
}
