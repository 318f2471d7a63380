import { PromptError } from '../../errors/prompt-error.ts';
import type { OtherPrompts } from '../../hooks/hook.ts';
import { sha256 } from '../../identity/sha256.ts';
import { normaliseTemplate } from '../../normalise/normalise.ts';
import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { Prompt } from '../../template/prompt.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Reader } from '../reader.ts';
import type { Derivation } from './derivation.ts';
import type { Read } from './read.ts';
import type { View } from './view.ts';

/** The parts of the publisher that reads of hooks need. */
interface ReadParts {
  readonly catalogue: Catalogue;
  readonly reader: Reader;
  readonly view: View;
  /** Waits until a prompt that is being made is made. */
  waitFor(derivation: Derivation, name: string): Promise<void>;
  /** Called before a derivation waits for a text that has not been loaded yet. */
  block(derivation: Derivation): void;
}

class CircleError extends PromptError {}

/** Creates what the `loaded` hooks of one prompt read others with. Each read is recorded. */
export function readFor(derivation: Derivation, parts: ReadParts): OtherPrompts {
  const { catalogue, reader, view, waitFor, block } = parts;

  async function track(name: string, isTemplate: boolean, read: () => Promise<Read['value']>): Promise<Read['value']> {
    let value: Read['value'];
    let isCircle = false;
    try {
      value = await read();
      return value;
    } catch (error) {
      derivation.hasFailedRead = true;
      isCircle = error instanceof CircleError;
      throw error;
    } finally {
      value ??= view.valueOf(name, isTemplate);
      derivation.reads.push({ name, isTemplate, isCircle, value, isFallback: view.isFallback(name, value) });
    }
  }

  async function readPrompt(name: string): Promise<Read['value']> {
    throwIfCircle(name);
    await waitFor(derivation, name);
    const prompt = view.valueOf(name, false) ?? (await whileBlocked(name, () => reader.get({ name })));
    throwIfCircle(name);
    return prompt;
  }

  async function readText(name: string): Promise<Read['value']> {
    view.meet(derivation, name);
    return view.valueOf(name, true) ?? whileBlocked(name, () => reader.getTemplate(name));
  }

  function whileBlocked<Value>(name: string, load: () => Promise<Value>): Promise<Value> {
    block(derivation);
    return derivation.whileWaitingFor(name, load);
  }

  function throwIfCircle(name: string): void {
    const way = view.findCircle(derivation.cached, name);
    if (!way) return;
    const names = [derivation.cached.name, ...way].join(' → ');
    throw new CircleError('CONTENT_INVALID', `the prompt depends on itself: ${names}. Remove one of these reads`);
  }

  return {
    // TypeScript does not check every caller.
    read: async (name) => track(String(name), false, () => readPrompt(String(name))) as Promise<Prompt>,
    async readTemplate(given) {
      const name = String(given);
      const template = (await track(name, true, () => readText(name))) as PromptTemplate;
      const entry = catalogue.prompts.get(name)?.entry ?? derivation.cached.entry;
      const normalised = await normaliseTemplate(template, entry);
      return { ...normalised, version: normalised.version ?? (await sha256(normalised.content)) };
    },
  };
}
