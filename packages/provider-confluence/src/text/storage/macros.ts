import type { MacroParameters } from '../macro.ts';
import { elementsOf, type StorageElement, textOf } from './parse-storage.ts';

export function macroName({ attribs }: StorageElement): string {
  return (attribs['ac:name'] ?? '').toLowerCase();
}

/** Returns the parameters of a macro. One that refers to a page has its title as value, one that refers to a URL the URL. */
export function macroParameters(macro: StorageElement): MacroParameters {
  return new Map(
    elementsOf(macro)
      .filter(({ name }) => name === 'ac:parameter' || name === 'ac:default-parameter')
      .map((parameter) => [
        parameter.attribs['ac:name'] ?? '',
        textOf(parameter.children).trim() || findReference(parameter),
      ]),
  );
}

function findReference(element: StorageElement): string {
  for (const inner of elementsOf(element)) {
    const { 'ri:content-title': title, 'ri:value': url } = inner.attribs;
    const found = title ?? url ?? findReference(inner);
    if (found !== '') return found;
  }
  return '';
}
