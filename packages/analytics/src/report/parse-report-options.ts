import { parseInput } from '@prompts/provider-kit';
import * as z from 'zod';
import { timeSchema } from '../parse-query.ts';
import type { Usage } from '../usage.ts';
import { dayMs, hourMs } from './buckets.ts';
import type { ReportedExperiment } from './reported-experiment.ts';

/** How many days are shown by default, the last one included. */
const defaultDays = 30;

const isUsage = (value: unknown) => typeof Object(value).query === 'function';
const isReport = (value: unknown) => {
  const { experiment, status, srm, variants } = Object(value);
  return (
    typeof experiment === 'string' &&
    typeof status === 'string' &&
    [srm, variants].every((part) => part === Object(part))
  );
};

const schema = z
  .strictObject({
    usage: z.custom<Usage<string>>(isUsage, 'must be the hook that analytics() returns'),
    experiments: z
      .array(
        z.custom<ReportedExperiment>(isReport, 'must be what report() of @prompts/experiments resolves to'),
        'must be a list of reports',
      )
      .default([]),
    from: timeSchema.optional(),
    to: timeSchema.optional(),
    prompt: z.custom<string | readonly string[]>().optional(),
    where: z.custom<Readonly<Record<string, string>>>().optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    message: 'must be after from',
  });

/**
 * Parses the options of a report. The range is widened to whole hours, as queries are.
 * @throws `CONFIG_INVALID` with all mistakes.
 */
export function parseReportOptions(options: unknown) {
  const { from, to, usage, experiments, ...filter } = parseInput(schema, options, {
    what: 'the options of renderReport',
  });
  const toMs = Math.ceil((to ?? Math.max(Date.now(), (from ?? 0) + 1)) / hourMs) * hourMs;
  const fromMs = Math.floor((from ?? (Math.ceil(toMs / dayMs) - defaultDays) * dayMs) / hourMs) * hourMs;
  return { usage, experiments, filter, fromMs, toMs };
}
