/** Creates a document in ADF. */
export function adf(...content: readonly object[]): string {
  return JSON.stringify({ type: 'doc', version: 1, content });
}

/** Creates a paragraph of ADF with a text. */
export function adfParagraph(text: string): object {
  return { type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] };
}

/** Creates a document of one code block. */
export function adfCode(text: string): string {
  return adf({ type: 'codeBlock', attrs: {}, content: text === '' ? [] : [{ type: 'text', text }] });
}

/** Creates a page of one code block, in the storage format. */
export function storageCode(text: string): string {
  const data = text.replaceAll(']]>', ']]]]><![CDATA[>');
  return `<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:plain-text-body><![CDATA[${data}]]></ac:plain-text-body></ac:structured-macro>`;
}
