import type { MacroParameters } from '../macro.ts';
import { elementsOf, type StorageElement, textOf } from './parse-storage.ts';

export function macroName({ attribs }: StorageElement): string {
  return (attribs['ac:name'] ?? '').toLowerCase();
}

/** Returns the parameters of a macro. The value of a parameter that refers to a page is the page's title; for a URL, it is the URL. */
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
