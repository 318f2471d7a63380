import type { AcceptedVariables } from './text-variables.ts';

/** Handling of a variable without a value: throw an error, keep its placeholder, or replace it with an empty text. */
export type MissingPolicy = 'error' | 'keep' | 'empty';

/** How a template is rendered. */
export interface FillOptions {
  /** What happens to a variable without a value. Default `'error'`. */
  readonly missing?: MissingPolicy | undefined;
}

/** Options that accept variables without a value. */
export type Lenient<Options> = Options & { readonly missing: 'keep' | 'empty' };

/** The arguments of `render`: the variables may be omitted if all of them are optional. */
export type RenderArguments<Accepted extends AcceptedVariables, Options = FillOptions> =
  Record<never, never> extends Accepted['all']
    ? [variables?: Accepted['all'] | undefined, options?: Options | undefined]
    : [variables: Accepted['all'], options?: Options | undefined];
