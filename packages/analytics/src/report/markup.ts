/** Text that is HTML or SVG already. Everything else is escaped where it is inserted. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may be inserted into markup. `undefined` and `false` insert nothing. */
export type Insertable = Markup | string | number | false | undefined | readonly Insertable[];

/** A tag of template literals: everything that is inserted and is not markup is escaped, for text and for quoted attributes. */
export function markup(literals: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  return new Markup(literals.reduce((text, literal, index) => text + toText(values[index - 1]) + literal));
}

function toText(value: Insertable): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(toText).join('');
  return value === undefined || value === false ? '' : escapeText(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML allows neither control characters, except for white space, nor noncharacters, nor half of a surrogate pair. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] as string)
    .replace(/\p{Noncharacter_Code_Point}|(?![\t\n])\p{Cc}/gu, '\u{fffd}')
    .toWellFormed();
}
