import type { Config } from 'jest';

const base = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/setup/strip-types.ts' },
  testEnvironment: 'node',
  injectGlobals: false,
  modulePathIgnorePatterns: ['<rootDir>/.data', '<rootDir>/.cache'],
};

/** PostgreSQL and Redis, started once per run; a database of its own for each test file. */
const services = {
  globalSetup: '<rootDir>/test/setup/start-services.ts',
  globalTeardown: '<rootDir>/test/setup/stop-services.ts',
  setupFiles: ['<rootDir>/test/setup/sandbox.ts'],
};

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,packages}/*/{src,test}/**/*.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.int\\.test\\.ts$'],
    },
    {
      ...base,
      ...services,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,packages,test}/**/*.int.test.ts'],
    },
    { ...base, ...services, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
  // Each worker has a database and a Redis of its own, and ports that nobody else was given.
  maxWorkers: 2,
  testTimeout: 30_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['{apps,packages}/*/src/**/*.ts', '!**/generated/**', '!**/*.test.ts'],
} satisfies Config;
