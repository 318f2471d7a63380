/** A store in memory, as a Keyv without an adapter is, which fails as a test says. */
export class MapStore {
  readonly values = new Map<string, unknown>();
  calls = 0;
  answer: 'well' | 'hangs' | 'fails' = 'well';

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
