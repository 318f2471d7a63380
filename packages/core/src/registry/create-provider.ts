import { type ConfigIssue, invalid } from '../config/issues.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider, ProviderFactory } from '../provider/provider.ts';
import { findProviderFault, isClass } from './provider-fault.ts';

/** A factory that was registered, or that an installed package exports. */
export interface FoundFactory {
  readonly factory: ProviderFactory;
  /** The package and its module, for messages about a mistake of the author. Undefined for a registered one. */
  readonly origin?: string;
}

/**
 * Calls the factory of a provider.
 * @param name The name under which it is registered.
 * @param providerOptions The options of all factories, by name.
 * @param issues Receives every mistake: of the app in the options, of the author in everything else.
 */
export function createProvider(
  name: string,
  { factory, origin }: FoundFactory,
  providerOptions: Readonly<Record<string, unknown>>,
  issues: ConfigIssue[],
): AnyProvider | undefined {
  const subject = `the factory of ${origin ?? `'${name}'`}`;
  const report = (fault: string): undefined => {
    issues.push(invalid(`providers.${name}`, subject + fault, name));
  };
  if (isClass(factory)) return report(' is a class: export a function that returns an instance');
  try {
    const options = Object.hasOwn(providerOptions, name) ? providerOptions[name] : undefined;
    const provider = factory(options, { name });
    const fault = findProviderFault(provider);
    if (fault) return report(`: what it returned ${fault}`);
    // A registered factory may be one that the app has given another name.
    if (origin === undefined || provider.name === name) return provider;
    return report(
      ` returned a provider named '${provider.name}', but its package.json declares '${name}': use one name`,
    );
  } catch (thrown) {
    const { message } = fromThrown(thrown, name, { config: providerOptions });
    // A plain error may be a mistake of the author.
    const where = origin === undefined || PromptError.isInstance(thrown) ? '' : `${subject} failed: `;
    issues.push(invalid(`providerOptions.${name}`, where + message, name));
    return undefined;
  }
}
