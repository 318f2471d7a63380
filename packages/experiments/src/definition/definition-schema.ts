import * as z from 'zod';

const isFunction = (value: unknown) => typeof value === 'function';
const name = z.string('must be a text').min(1, 'must not be empty');
const share = z.number('must be a number').min(0, 'must be at least 0').max(1, 'must be at most 1');

const metric = z.strictObject({
  kind: z.enum(['proportion', 'mean'], "must be 'proportion' or 'mean'"),
  better: z.enum(['higher', 'lower'], "must be 'higher' or 'lower'"),
  guardrail: z.boolean().optional(),
});

/** Checks each field by itself. */
export const definitionSchema = z.strictObject({
  prompt: name,
  variants: z.record(z.string(), name),
  control: name.optional(),
  weights: z.record(z.string(), share).optional(),
  coverage: share.optional(),
  unit: z.string('must be a key of the context, such as userId').min(1, 'must be a key of the context, such as userId'),
  seed: name.optional(),
  namespace: z.strictObject({ id: name, from: share, to: share }).optional(),
  when: z.custom(isFunction, 'must be a function').optional(),
  active: z.boolean().optional(),
  metrics: z.record(z.string(), metric).optional(),
});

const methods = (...names: readonly string[]) =>
  z.custom<object>(
    (value) => names.every((method) => isFunction((value as Record<string, unknown> | null | undefined)?.[method])),
    `must be an object with ${new Intl.ListFormat('en').format(names)}`,
  );

export const optionsSchema = z
  .strictObject({
    store: methods('add', 'summarise', 'stop', 'stops').optional(),
    usage: methods('experimentStore').optional(),
    alpha: z.number().gt(0, 'must be above 0').lt(1, 'must be below 1').optional(),
    tuning: z.number('must be a finite number').gt(0, 'must be above 0').optional(),
    sticky: methods('get', 'set').optional(),
    logger: z.union([z.literal(false), methods('debug', 'info', 'warn', 'error')]).optional(),
    clock: methods('now', 'setTimeout').optional(),
  })
  .refine(({ store, usage }) => !(store && usage), { path: ['usage'], message: 'replaces store: omit one of them' });
