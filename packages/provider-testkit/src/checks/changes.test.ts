import { breakProvider } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { changeChecks } from './changes.ts';

testThatChecksCanFail(changeChecks, {
  'changed-since': [
    [
      'returns all indexes',
      breakProvider(() => ({ changedSince: async (entries) => entries.map((_, index) => index) })),
      /nothing changed.*but returned \[0,1,2,.*\(101\)\]/,
    ],
    ['returns no index', breakProvider(() => ({ changedSince: async () => [] })), /\[1,100\], but returned \[\]/],
    [
      'asks for the first page only',
      breakProvider(({ changedSince }) => ({
        changedSince: (entries, context) => changedSince(entries.slice(0, 100), context),
      })),
      /\[1,100\], but returned \[1\]/,
    ],
    [
      'returns a limited number of changes',
      breakProvider(({ changedSince }) => ({
        changedSince: async (entries, context) => (await changedSince(entries, context)).slice(0, 100),
      })),
      /all 101 prompts changed.*but returned .* \(100\)\]/,
    ],
  ],
  'changed-since-removed': [
    [
      'ignores deleted prompts',
      breakProvider(({ load }) => ({
        async changedSince(entries, context) {
          const isChanged = await Promise.all(
            entries.map(({ config, template }) =>
              load(config, context).then(
                ({ version }) => version !== template.version,
                () => false,
              ),
            ),
          );
          return [...entries.keys()].filter((index) => isChanged[index]);
        },
      })),
      /index 1 was deleted.*\[1\], but returned \[\]/,
    ],
  ],
  'changed-since-download': [
    [
      'downloads texts',
      breakProvider(({ load }) => ({
        async changedSince(entries, { previous: _, ...context }) {
          for (const { config } of entries) await load(config, context);
          return [];
        },
      })),
      /but downloaded 1/,
    ],
  ],
});
