import { PromptError, type PromptTemplate } from '@prompts/core';
import { breakProvider, type Provider } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { methodChecks } from './methods.ts';

/** Returns the last good text instead of some errors. */
function keepsText(code: string): Provider {
  return breakProvider(({ refresh }) => ({
    refresh: (config, context) =>
      refresh(config, context).catch((error: PromptError) => {
        if (error.code !== code || context.previous === undefined) throw error;
        return context.previous;
      }),
  }));
}

const remembersTexts = breakProvider(({ load }) => {
  const known = new Map<string, PromptTemplate>();
  return {
    load: async (config, context) => {
      const template = await load(config, context).catch((error: unknown) => {
        const last = known.get(config.url);
        if (last === undefined) throw error;
        return last;
      });
      known.set(config.url, template);
      return template;
    },
  };
});

const reportsNoChange = breakProvider(({ changedSince }) => ({
  changedSince: (entries, context) => changedSince(entries, context).catch(() => []),
}));

const keepsList = breakProvider(({ list }) => ({
  list: (config, context) => list(config, context).catch(() => context.previousList ?? []),
}));

const alwaysValid = breakProvider(() => ({ validate: async () => true }));

const emptyHistory = breakProvider(({ versions }) => ({
  async *versions(config, context) {
    try {
      yield* versions(config, context);
    } catch {
      // As if there were none.
    }
  },
}));

const noFacts = breakProvider(({ describe }) => ({
  describe: async (configs, context) =>
    (await describe(configs, context)).map((fact) => (PromptError.isInstance(fact) ? {} : fact)),
}));

const throwsPlainErrors = breakProvider(({ loadMany }) => ({
  loadMany: async (configs, context) => {
    const results = await loadMany(configs, context);
    if (results.some((result) => PromptError.isInstance(result))) throw new Error('failed');
    return results;
  },
}));

const sendsTheTokenEverywhere = breakProvider(({ list }) => ({
  list: async (config, context) => {
    const response = await fetch(config.url, { redirect: 'manual', headers: { 'x-token': config.token } });
    const location = response.headers.get('location');
    if (location !== null) await fetch(location, { headers: { 'x-token': config.token } });
    return list(config, context);
  },
}));

const ignoresTheSignal = breakProvider(({ list, changedSince }) => ({
  list: (config, context) => list(config, { ...context, signal: AbortSignal.timeout(1500) }),
  changedSince: (entries, context) => changedSince(entries, { ...context, signal: AbortSignal.timeout(1500) }),
}));

const fails = (method: string) => new RegExp(`${method}\\(\\) is called.*but it resolved`);

testThatChecksCanFail(methodChecks, {
  'status-401': [['always returns true from validate', alwaysValid, fails('validate')]],
  'status-403': [['omits failed facts', noFacts, fails('describe')]],
  'status-404': [
    ['keeps the last good text', keepsText('NOT_FOUND'), fails('refresh')],
    ['remembers texts', remembersTexts, fails('load')],
  ],
  'status-500': [
    ['reports no change', reportsNoChange, fails('changedSince')],
    ['throws plain errors', throwsPlainErrors, /loadMany\(\) is called.*another error: Error: failed/],
  ],
  'status-503': [['yields no versions', emptyHistory, fails('versions')]],
  'rate-limited': [
    ['keeps the last good text', keepsText('RATE_LIMITED'), fails('refresh')],
    ['returns the previous list', keepsList, fails('list')],
  ],
  'cut-body': [['returns the previous list', keepsList, fails('list')]],
  'cut-chunked': [['keeps the last good text', keepsText('UNAVAILABLE'), fails('refresh')]],
  reset: [['reports no change', reportsNoChange, fails('changedSince')]],
  'wrong-length': [['yields no versions', emptyHistory, fails('versions')]],
  malformed: [['always returns true from validate', alwaysValid, fails('validate')]],
  'gzip-bomb': [['returns the previous list', keepsList, fails('list')]],
  'redirect-loop': [['omits failed facts', noFacts, fails('describe')]],
  'malformed-json': [
    ['returns the previous list', keepsList, fails('list')],
    ['yields no versions', emptyHistory, fails('versions')],
  ],
  'wrong-credentials': [
    ['remembers texts', remembersTexts, /credentials are wrong and load\(\) is called.*but it resolved/],
    ['returns the previous list', keepsList, /credentials are wrong and list\(\) is called.*but it resolved/],
  ],
  'redirect-credentials': [['sends its token', sendsTheTokenEverywhere, /list\(\) must not send it credentials/]],
  'abort-before': [['ignores the signal', ignoresTheSignal, /changedSince\(\) must reject if .* already aborted/]],
  hang: [['ignores the signal', ignoresTheSignal, /changedSince\(\) must reject within 1000 ms/]],
  'hang-body': [['ignores the signal', ignoresTheSignal, /list\(\) must reject within 1000 ms/]],
});
