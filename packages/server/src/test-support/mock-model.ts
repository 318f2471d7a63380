import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';

const usage = {
  inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 2, text: 2, reasoning: 0 },
};
const finishReason = { unified: 'stop' as const, raw: 'stop' };

/** Creates a model that answers with these pieces of text. An error is thrown, or follows in the stream. */
export function mockModel(...pieces: (string | Error)[]): MockLanguageModelV4 {
  const fault = pieces.find((piece) => piece instanceof Error);
  return new MockLanguageModelV4({
    modelId: 'mock-model',
    async doGenerate() {
      if (fault) throw fault;
      return { content: [{ type: 'text', text: pieces.join('') }], finishReason, usage, warnings: [] };
    },
    async doStream() {
      const texts = pieces.map((piece) =>
        piece instanceof Error
          ? { type: 'error' as const, error: piece }
          : { type: 'text-delta' as const, id: '1', delta: piece },
      );
      return {
        stream: simulateReadableStream({
          chunks: [
            { type: 'stream-start', warnings: [] },
            { type: 'text-start', id: '1' },
            ...texts,
            { type: 'text-end', id: '1' },
            { type: 'finish', finishReason, usage },
          ],
          initialDelayInMs: null,
          chunkDelayInMs: null,
        }),
      };
    },
  });
}
