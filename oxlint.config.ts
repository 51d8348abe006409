import { defineConfig, type OxlintConfig } from 'oxlint';

/** A pattern of imports that are an error, and what to do instead. */
type Restriction = { group?: string[]; regex?: string; message: string; allowTypeImports?: boolean };

type RestrictedName = { name: string; importNames: string[]; message: string };

const restrict = (...patterns: Restriction[]) => restrictNames([], ...patterns);

const restrictNames = (paths: RestrictedName[], ...patterns: Restriction[]): NonNullable<OxlintConfig['rules']> => ({
  'no-restricted-imports': ['error', { patterns, paths }],
});

const only = (names: string[], message: string): Restriction => ({
  group: ['@trunkline/*', ...names.map((name) => `!@trunkline/${name}`)],
  message,
});

const BY_NAME: Restriction = {
  regex: '^\\.\\..*/(src|test|bench)/',
  message: 'Import another workspace by its name. Production code never imports test/ or bench/.',
};
/** Tests may use the tools in test/, of their own workspace and of the whole. */
const BY_NAME_IN_TESTS: Restriction = { regex: '^\\.\\..*/src/', message: 'Import another workspace by its name.' };

/** Packages that import nothing of ours. */
const GROUND = ['access', 'telephony', 'service'];
/** Packages that import the ground only. */
const MIDDLE = ['api-contract', 'explain', 'queues', 'storage', 'twilio'];
const PACKAGES = [...GROUND, ...MIDDLE, 'db'];

const groundOnly = only(GROUND, 'Packages import only access, telephony and service.');
/** The database gives `explain` its story, so it may name what a story is. */
const groundAndExplain = only([...GROUND, 'explain'], 'db imports only access, telephony, service and explain.');

/** Which doors of `@trunkline/db` an app opens, besides `connection`. */
const DB_DOORS: Record<string, string[]> = {
  api: ['*'],
  cli: ['audit', 'backup', 'calls', 'erasure', 'explain', 'identity', 'reconciliation'],
  ingest: ['campaigns', 'inbox', 'interviews', 'processes', 'rejected-requests'],
  local: ['conversations', 'identity'],
  'worker-dialer': ['calls', 'dialing', 'inbox', 'interviews', 'live-control', 'processes', 'reconciliation'],
  'worker-notify': ['live-control', 'processes', 'stream', 'webhooks'],
  'worker-reconcile': [
    'calls',
    'connections',
    'doctor',
    'identity',
    'inbox',
    'metrics',
    'operations',
    'processes',
    'reconciliation',
    'rejected-requests',
    'retention',
    'stream',
  ],
  'worker-recording': ['audit', 'processes', 'recordings'],
  'worker-status': [
    'calls',
    'campaigns',
    'candidates',
    'conversations',
    'dialing',
    'inbox',
    'interviews',
    'processes',
    'reconciliation',
    'recordings',
    'stream',
  ],
  'worker-transcription': ['interviews', 'models', 'processes'],
};

const appsOnly = only(PACKAGES, 'Apps import packages, never another app.');

const dbDoors = (doors: string[]): Restriction => ({
  group: ['@trunkline/db/*', ...['connection', ...doors].map((door) => `!@trunkline/db/${door}`)],
  message: 'This app does not open that door of @trunkline/db. See DB_DOORS in oxlint.config.ts.',
});

/** Routes read and write as the actor, inside `withActor`. */
const AS_ACTOR: RestrictedName = {
  name: '@trunkline/db/connection',
  importNames: ['unscoped'],
  message: 'Routes work as the actor: take the transaction of withActor.',
};

/** What repeats is a loop, which has a name, a log line and an owner, and which no error ends. */
const NO_TIMER = { name: 'setInterval', message: 'Use startLoop of @trunkline/service.' };
/** Programs of one run, the launcher and the pretended Twilio. */
const OUTSIDE_OF_SERVICES = ['apps/cli/**', 'apps/local/**', 'apps/twilio-simulator/**'];

const SIMULATOR = 'The simulator imports nothing of ours.';

/** The page knows the API by its contract alone, and only its types: a schema would bring zod into the bundle. */
const CONTRACT_TYPES: Restriction[] = [
  { regex: '^@trunkline/(?!api-contract/)', message: 'The console imports nothing of ours but the contract.' },
  {
    regex: '^@trunkline/api-contract/|^zod$',
    allowTypeImports: true,
    message: 'Import types only: schemas stay out of the bundle.',
  },
  { regex: '^node:', message: 'The console runs in browsers.' },
];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'jest'],
  jsPlugins: ['./lint/background-work.ts'],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: ['**/generated/**', '**/dist/**', 'coverage/**', '.data/**', 'docs/site/.vitepress/**'],
  rules: {
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-return': 'off',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': ['error', { ignoreVoid: false, allowForKnownSafeCalls: ['inBackground'] }],
    'typescript/no-misused-promises': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/return-await': ['error', 'in-try-catch'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'oxc/no-async-endpoint-handlers': 'off',
    'import/no-default-export': 'error',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/prefer-set-has': 'off',
    'oxc/no-map-spread': 'off',
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
  },
  overrides: [
    {
      files: ['*.config.ts', 'apps/console/vite.config.ts', 'lint/**', 'test/setup/**'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: GROUND.map((name) => `packages/${name}/**`),
      rules: restrict(
        { regex: '^@trunkline/', message: 'access, telephony and service import nothing of ours.' },
        BY_NAME,
      ),
    },
    { files: MIDDLE.map((name) => `packages/${name}/**`), rules: restrict(groundOnly, BY_NAME) },
    { files: ['packages/db/**'], rules: restrict(groundAndExplain, BY_NAME) },
    ...Object.entries(DB_DOORS).map(([app, doors]) => ({
      files: [`apps/${app}/**`],
      rules: restrictNames(app === 'api' ? [AS_ACTOR] : [], appsOnly, dbDoors(doors), BY_NAME),
    })),
    {
      files: ['apps/twilio-simulator/**'],
      rules: restrict({ regex: '^@trunkline/', message: SIMULATOR }, BY_NAME),
    },
    { files: ['packages/*/src/**/*.test.ts'], rules: restrict(groundAndExplain, BY_NAME_IN_TESTS) },
    { files: ['apps/*/src/**/*.test.ts'], rules: restrict(appsOnly, BY_NAME_IN_TESTS) },
    {
      files: ['apps/twilio-simulator/src/**/*.test.ts'],
      rules: restrict({ regex: '^@trunkline/', message: SIMULATOR }, BY_NAME_IN_TESTS),
    },
    {
      files: ['apps/console/src/**'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y'],
      env: { browser: true, node: false },
      rules: {
        ...restrict(...CONTRACT_TYPES, BY_NAME),
        'no-restricted-globals': [
          'error',
          { name: 'process', message: 'The console runs in browsers.' },
          { name: 'Buffer', message: 'The console runs in browsers.' },
        ],
        'react/react-in-jsx-scope': 'off',
        'react/no-array-index-key': 'off',
        'jsx-a11y/prefer-tag-over-role': 'off',
        'jsx-a11y/no-autofocus': 'off',
        'jsx-a11y/control-has-associated-label': 'off', // takes cells for controls; axe checks every screen
        'react/incompatible-library': 'off', // of the React Compiler, which is not used
        'unicorn/require-post-message-target-origin': 'off', // a BroadcastChannel has no target
        // Handlers of React return nothing, and errors of requests are kept and shown by the cache.
        'typescript/no-floating-promises': ['error', { ignoreVoid: true }],
        'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      },
    },
    // A promise that a test leaves fails the test.
    {
      files: ['**/*.test.ts', 'test/**', 'bench/**', 'apps/*/test/**'],
      rules: { 'typescript/no-floating-promises': 'error' },
    },
    {
      files: ['apps/*/src/**', 'packages/*/src/**'],
      excludeFiles: ['**/*.test.ts', 'apps/console/**', ...OUTSIDE_OF_SERVICES],
      rules: { 'background-work/no-unowned-promise': 'error', 'no-restricted-globals': ['error', NO_TIMER] },
    },
    // The tools of a workspace's own tests see its inside.
    { files: ['apps/*/test/**', 'packages/*/test/**'], rules: { 'no-restricted-imports': 'off' } },
  ],
});
