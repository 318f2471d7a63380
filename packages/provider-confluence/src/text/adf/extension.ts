import type { MacroParameters } from '../macro.ts';
import { type AdfNode, attribute } from './adf-node.ts';

/** Returns the name of the macro that an extension stands for. */
export function extensionName(node: AdfNode): string {
  return attribute(node, 'extensionKey').toLowerCase();
}

/** Returns the parameters of the macro that an extension stands for. */
export function extensionParameters({ attrs }: AdfNode): MacroParameters {
  const { macroParams } = (attrs.parameters ?? {}) as { readonly macroParams?: object };
  return new Map(
    Object.entries(macroParams ?? {}).flatMap(([name, parameter]): [string, string][] => {
      const value = (parameter as { value?: unknown } | null)?.value;
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
