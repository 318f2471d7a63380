// In CommonJS, each provider that is installed is a function with all of its exports.
const assert = require('node:assert/strict');
const { dependencies } = require('./package.json');

async function check(name) {
  const factory = require(name);
  const exported = await import(name);
  assert.equal(typeof factory, 'function');
  assert.deepEqual(Object.keys(factory).sort(), Object.keys(exported).sort());
  const provider = name.replace('@prompts/provider-', '');
  for (const create of [factory, factory[provider], factory.default]) assert.equal(create().name, provider);
}

const providers = Object.keys(dependencies).filter((name) => name.startsWith('@prompts/provider-'));
assert.notEqual(providers.length, 0);
Promise.all(providers.map(check)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
