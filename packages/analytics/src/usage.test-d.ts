import type { PromptState } from '@prompts/core';
import { expectTypeOf } from 'vitest';
import { analytics } from './analytics.ts';
import type { MeasureSummary } from './usage.ts';

const usage = analytics({ store: 'sqlite:./usage.db', dimensions: ['team', 'plan'], hashKey: () => 'key' });

const rows = await usage.query({ by: ['prompt', 'state', 'team'], where: { plan: 'free' }, from: new Date() });
expectTypeOf(rows).items.toEqualTypeOf<
  { readonly prompt: string; readonly state: PromptState; readonly team: string | null } & {
    readonly reads: number;
    readonly measures: Readonly<Record<string, MeasureSummary>>;
  }
>();

const [total] = await usage.query();
expectTypeOf(total).extract<object>().not.toHaveProperty('prompt');
await usage.forget({ unit: 'u1' });
await usage.forget({ team: 'red' });
usage.record('support', { score: 1 }, { version: undefined, context: undefined });

// @ts-expect-error not a dimension
await usage.query({ by: ['colour'] });
// @ts-expect-error not a dimension
await usage.query({ where: { colour: 'red' } });
// @ts-expect-error a number of days
analytics({ store: 'sqlite:./usage.db', keep: '90' });
// @ts-expect-error not a number
usage.record('support', { score: '1' });

const plain = analytics({ store: 'sqlite:./usage.db', flush: undefined, keep: '90d' });
expectTypeOf(plain.name).toEqualTypeOf<string>();
// @ts-expect-error there are no dimensions
await plain.forget({ team: 'red' });
