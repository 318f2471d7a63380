/** Jest's CommonJS can't load ES modules: esbuild converts them, which takes a moment once, as Jest caches it. */
module.exports = {
  testMatch: ['<rootDir>/commonjs.test.js'],
  transform: { '\\.js$': '<rootDir>/to-common-js.cjs' },
  transformIgnorePatterns: ['/node_modules/(?!(@prompts)/)'],
};
