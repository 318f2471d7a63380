import type { PromptsStatus, TierStatus } from './status.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

const states = ['fresh', 'stale', 'fallback', 'loading', 'failed'];

/**
 * Formats the status as metrics, in the text format that Prometheus scrapes and OpenTelemetry collectors read:
 * https://prometheus.io/docs/instrumenting/exposition_formats/. Prompt names are labels; configuration and texts are not included.
 * @param status The result of `prompts.status()`.
 * @example
 * ```ts
 * app.get('/metrics', (_request, response) => response.type('text/plain').send(toPrometheus(prompts.status())));
 * ```
 */
export function toPrometheus({ ready, prompts, sources, ...tiers }: PromptsStatus): string {
  const labelled = sources.map((source, index) => ({
    ...source,
    labels: { provider: source.provider, source: String(index) },
  }));
  return [
    gauge('ready', 'Whether every required prompt has a text from its source.', [[{}, Number(ready)]]),
    gauge(
      'prompt_state',
      'The state of a prompt: 1 for the current state, 0 for the others.',
      prompts.flatMap(({ name: prompt, state }) =>
        states.map((each): Sample => [{ prompt, state: each }, Number(each === state)]),
      ),
    ),
    gauge(
      'prompt_stale_since_timestamp_seconds',
      'Unix time at which the TTL of a stale prompt ended.',
      prompts.flatMap(({ name: prompt, staleSince }) =>
        staleSince === undefined ? [] : [[{ prompt }, staleSince / 1000] as const],
      ),
    ),
    gauge(
      'source_up',
      'Whether the last calls to a source succeeded.',
      labelled.map(({ labels, failingSince }) => [labels, Number(failingSince === undefined)]),
    ),
    gauge(
      'source_quota_remaining',
      'Requests left in the current rate-limit window of a source.',
      labelled.flatMap(({ labels, quota }) => (quota ? [[labels, quota.remaining] as const] : [])),
    ),
    gauge(
      'tier_up',
      'Whether the store, the bus or the snapshot works.',
      Object.entries<TierStatus | undefined>(tiers).flatMap(([tier, its]) =>
        its ? [[{ tier }, Number(its.state === 'ok')] as const] : [],
      ),
    ),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(([labels, value]) => `prompts_${name}${textOf(labels)} ${value}\n`);
  return `# HELP prompts_${name} ${help}\n# TYPE prompts_${name} gauge\n${lines.join('')}`;
}

function textOf(labels: Labels): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return texts.length === 0 ? '' : `{${texts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
