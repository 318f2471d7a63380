/** Characters without a meaning outside of the program that wrote them: Notion marks places with them that nobody sees. */
const privateUse = /[\uE000-\uF8FF]/g;

/** Removes the marks that Notion leaves in texts. */
export function visibleText(text: string): string {
  return text.replace(privateUse, '');
}
