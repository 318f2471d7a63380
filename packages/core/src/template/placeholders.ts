/** How variables are written: `{{name}}`, `{name}`, or not at all. */
export type TemplateSyntax = 'mustache' | 'brace' | 'none';

/** The patterns of escapes and placeholders. An escape comes first: it is matched completely, and has no name. */
export const placeholders: Record<TemplateSyntax, RegExp> = {
  mustache:
    /\\\{\{|\{\{[ \t]{0,100}([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*)[ \t]{0,100}\}\}/gu,
  brace: /\\\{|\{([A-Za-z_]\w*)\}/g,
  // Matches nothing.
  none: /(?!)/g,
};
