import { registerHooks } from 'node:module';

const urls = [];

registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});

/** Returns whether code of a package has been imported after this module. */
export function isImported(packageName) {
  return urls.some((url) => url.includes(`/node_modules/${packageName}/`) && url.endsWith('.js'));
}
