module.exports = {
  testMatch: ['<rootDir>/esm.test.mjs'],
  transform: {},
  moduleFileExtensions: ['mjs', 'js', 'cjs', 'json'],
};
