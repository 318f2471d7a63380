/** Provides the model 'mock', which answers with what it was sent. */
import { customProvider } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

const model = new MockLanguageModelV4({
  async doGenerate({ prompt }) {
    const lines = prompt.map(({ role, content }) => {
      const parts =
        typeof content === 'string' ? [content] : content.map((part) => ('text' in part ? part.text : part.type));
      return `${role}: ${parts.join('').trim()}`;
    });
    const none = undefined;
    return {
      content: [{ type: 'text', text: lines.join('\n') }],
      finishReason: { unified: 'stop', raw: none },
      usage: {
        inputTokens: { total: none, noCache: none, cacheRead: none, cacheWrite: none },
        outputTokens: { total: none, text: none, reasoning: none },
      },
      warnings: [],
    };
  },
});

globalThis.AI_SDK_DEFAULT_PROVIDER = customProvider({ languageModels: { mock: model } });
