import type { Config } from 'jest';
import { fileURLToPath } from 'node:url';

// The processes that tests start again and again need not strip and compile the same sources each time.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('.cache/compiled', import.meta.url));

const base = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/setup/strip-types.ts' },
  testEnvironment: '<rootDir>/test/setup/quick-globals.ts',
  injectGlobals: false,
  modulePathIgnorePatterns: ['<rootDir>/.data', '<rootDir>/.cache'],
};

/** PostgreSQL and Redis run once; each test file has its own database. */
const services = {
  globalSetup: '<rootDir>/test/setup/start-services.ts',
  globalTeardown: '<rootDir>/test/setup/stop-services.ts',
  setupFiles: ['<rootDir>/test/setup/sandbox.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup/time-limit.ts'],
};

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,packages}/*/{src,test}/**/*.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.int\\.test\\.ts$', '\\.browser\\.test\\.ts$'],
    },
    {
      ...base,
      ...services,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,packages,test}/**/*.int.test.ts'],
    },
    {
      ...base,
      ...services,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'screens',
      setupFilesAfterEnv: services.setupFilesAfterEnv,
      testMatch: ['<rootDir>/apps/console/test/{screens,login,sirens,stream}.browser.test.ts'],
    },
    {
      ...base,
      displayName: 'browser',
      setupFilesAfterEnv: services.setupFilesAfterEnv,
      testMatch: ['<rootDir>/apps/console/test/**/!(screens|login|sirens|stream).browser.test.ts'],
    },
  ],
  reporters: ['default', '<rootDir>/test/setup/record-results.ts'],
  testSequencer: '<rootDir>/test/setup/longest-first.ts',
  // Each worker has its own database, Redis database and range of ports. Tests wait for much: on two cores three workers took
  // 1,330 s where two took 1,525 s.
  maxWorkers: 3,
  testTimeout: 60_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['{apps,packages}/*/src/**/*.ts', '!**/generated/**', '!**/*.test.ts'],
} satisfies Config;
