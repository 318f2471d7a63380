/** Our own providers are trusted once installed. Others are listed in `discover.allow`. */
const trustedByDefault = '@prompts/provider-*';

/** Whether code of this package may be imported because it is installed. */
export function isTrusted(packageName: string, allow: readonly string[]): boolean {
  return [trustedByDefault, ...allow].some((pattern) => matches(packageName, pattern));
}

/** `*` matches anything but a slash. Runs in linear time: each part is searched for once, from left to right. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  const end = name.length - last.length;
  let position = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return pattern.split('/').length === name.split('/').length;
}
