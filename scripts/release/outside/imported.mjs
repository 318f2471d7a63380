import { registerHooks } from 'node:module';

const urls = [];

registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});

/** Whether code of a package was imported since this module was. */
export function isImported(packageFolder) {
  return urls.some((url) => url.includes(`/${packageFolder}/`) && url.endsWith('.js'));
}
