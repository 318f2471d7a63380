/** Private-use characters. Notion leaves them in texts as invisible marks. */
const privateUse = /[\uE000-\uF8FF]/g;

/** Removes the invisible marks that Notion leaves in texts. */
export function visibleText(text: string): string {
  return text.replace(privateUse, '');
}
