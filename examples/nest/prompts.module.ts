import { createPrompts } from '@prompts/core';

/** The token for `@Inject(PROMPTS)`. */
export const PROMPTS = Symbol('prompts');

const open = () =>
  createPrompts({
    root: import.meta.url,
    systemPrompts: { review: { file: './review.md' } },
  });

export type AppPrompts = Awaited<ReturnType<typeof open>>;

/** Nest calls `onApplicationShutdown` after its server is closed: the requests that are being answered still read prompts. */
class PromptsShutdown {
  readonly #prompts: AppPrompts;

  constructor(prompts: AppPrompts) {
    this.#prompts = prompts;
  }

  onApplicationShutdown(): Promise<void> {
    return this.#prompts.close();
  }
}

class PromptsModule {}

/** Returns the module that provides the prompts to all modules of the app. */
export function promptsModule() {
  return {
    module: PromptsModule,
    global: true,
    providers: [
      { provide: PROMPTS, useFactory: open },
      {
        provide: PromptsShutdown,
        useFactory: (prompts: AppPrompts) => new PromptsShutdown(prompts),
        inject: [PROMPTS],
      },
    ],
    exports: [PROMPTS],
  };
}
