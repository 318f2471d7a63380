/** Runs, counts and prints checks. */
export class Checks {
  #failed = 0;
  #passed = 0;

  /** Runs a check, which fails by rejecting. Never rejects itself, so that all checks run. */
  async run(title: string, check: () => Promise<void>): Promise<void> {
    const start = performance.now();
    try {
      await check();
      this.#passed += 1;
      console.log(`✓ ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.#failed += 1;
      console.log(`✗ ${title}\n${indent(error instanceof Error ? error.message : String(error))}`);
    }
  }

  /** Prints the totals. @returns True if at least one check ran and none failed. */
  report(): boolean {
    console.log(`${this.#passed} package checks passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
