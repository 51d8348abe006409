import type { CommandModule } from './invocation.ts';

/** A command of the first level. Its module is loaded when it is used: help and completion need only what is here. */
export type CommandEntry = {
  name: string;
  /** A heading of the help. */
  group:
    | 'Run'
    | 'Watch'
    | 'Interviews and campaigns'
    | 'Diagnose'
    | 'Repair'
    | 'People and keys'
    | 'Data'
    | 'Simulate'
    | 'Setup';
  summary: string;
  load: () => Promise<CommandModule>;
  /** It works on this machine, with the checkout or the database: the packed command has it not. */
  needsCheckout?: true;
  /** It ends by itself at Ctrl-C, however long that takes. */
  endsItself?: true;
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'start',
    group: 'Run',
    summary: 'run everything on this machine, with the simulated Twilio or a real account',
    load: async () => (await import('./start/start-command.ts')).startCommand,
    needsCheckout: true,
    endsItself: true,
  },
  {
    name: 'demo',
    group: 'Run',
    summary: 'run everything with the simulated Twilio, even where .env names a real account',
    load: async () => (await import('./start/start-command.ts')).demoCommand,
    needsCheckout: true,
    endsItself: true,
  },
  {
    name: 'migrate',
    group: 'Run',
    summary: 'bring the tables of a database to this release, or list what is pending',
    load: async () => (await import('./migrate/migrate-command.ts')).migrateCommand,
    needsCheckout: true,
    endsItself: true,
  },
  {
    name: 'listen',
    group: 'Watch',
    summary: 'show callbacks as they come, and forward them to an application under development',
    load: async () => (await import('./listen/listen-command.ts')).listenCommand,
  },
  {
    name: 'status',
    group: 'Watch',
    summary: 'show what runs, what it needs, and what is wrong with the remedy',
    load: async () => (await import('./health/status-command.ts')).statusCommand,
  },
  {
    name: 'calls',
    group: 'Watch',
    summary: 'list calls, show one, drop one, and control its recording',
    load: async () => (await import('./calls/calls-command.ts')).callsCommand,
  },
  {
    name: 'callbacks',
    group: 'Watch',
    summary: 'list what was received, and show one as it came',
    load: async () => (await import('./inbox/callbacks-command.ts')).callbacksCommand,
  },
  {
    name: 'sirens',
    group: 'Watch',
    summary: 'list sirens, raise one for a call, and answer one',
    load: async () => (await import('./live-control/sirens-command.ts')).sirensCommand,
  },
  {
    name: 'tail',
    group: 'Watch',
    summary: 'print the events of an installation as they happen',
    load: async () => (await import('./stream/tail-command.ts')).tailCommand,
  },
  {
    name: 'interviews',
    group: 'Interviews and campaigns',
    summary: 'interview a candidate by phone, list interviews, and show progress and results',
    load: async () => (await import('./interviews/interviews-command.ts')).interviewsCommand,
  },
  {
    name: 'templates',
    group: 'Interviews and campaigns',
    summary: 'list question sets, show one, check a file, and save it',
    load: async () => (await import('./interviews/templates-command.ts')).templatesCommand,
  },
  {
    name: 'campaigns',
    group: 'Interviews and campaigns',
    summary: 'list campaigns, show one with its numbers, create one, and change one',
    load: async () => (await import('./campaigns/campaigns-command.ts')).campaignsCommand,
  },
  {
    name: 'explain',
    group: 'Diagnose',
    summary: 'show what happened to a call: callbacks expected, received and healed, and what to do',
    load: async () => (await import('./calls/explain-command.ts')).explainCommand,
  },
  {
    name: 'gaps',
    group: 'Diagnose',
    summary: 'list missing callbacks, and heal or ignore one',
    load: async () => (await import('./reconciliation/gaps-command.ts')).gapsCommand,
  },
  {
    name: 'rebuild',
    group: 'Diagnose',
    summary: 'fold every call from its facts again, and list where the stored rows differ',
    load: async () => (await import('./calls/rebuild-command.ts')).rebuildCommand,
    needsCheckout: true,
  },
  {
    name: 'audit-verify',
    group: 'Diagnose',
    summary: 'recompute the hash chain of the audit, and name the first line that was changed',
    load: async () => (await import('./audit/audit-verify-command.ts')).auditVerifyCommand,
    needsCheckout: true,
  },
  {
    name: 'replay',
    group: 'Repair',
    summary: 'apply stored callbacks again that could not be applied, by id or filter',
    load: async () => (await import('./inbox/replay-command.ts')).replayCommand,
  },
  {
    name: 'dlq',
    group: 'Repair',
    summary: 'list dead letters by error, and retry or discard them',
    load: async () => (await import('./inbox/dlq-command.ts')).dlqCommand,
  },
  {
    name: 'queues',
    group: 'Repair',
    summary: 'list the queues, and pause or resume one',
    load: async () => (await import('./queues/queues-command.ts')).queuesCommand,
  },
  {
    name: 'sync',
    group: 'Repair',
    summary: 'scan Twilio’s lists of calls and recordings, and import what is missing',
    load: async () => (await import('./reconciliation/sync-command.ts')).syncCommand,
    needsCheckout: true,
  },
  {
    name: 'users',
    group: 'People and keys',
    summary: 'list, add and deactivate people, and give them a login',
    load: async () => (await import('./identity/users-command.ts')).usersCommand,
  },
  {
    name: 'keys',
    group: 'People and keys',
    summary: 'list, create and revoke API keys',
    load: async () => (await import('./identity/keys-command.ts')).keysCommand,
  },
  {
    name: 'backup',
    group: 'Data',
    summary: 'write all rows, the objects of the store and the spool into a new folder, encrypted',
    load: async () => (await import('./backup/backup-command.ts')).backupCommand,
    needsCheckout: true,
  },
  {
    name: 'restore',
    group: 'Data',
    summary: 'verify a backup, load it into an empty database, and verify the result',
    load: async () => (await import('./backup/restore-command.ts')).restoreCommand,
    needsCheckout: true,
  },
  {
    name: 'erase',
    group: 'Data',
    summary: 'erase a person, by number or candidate, from all tables, the recordings and the spool',
    load: async () => (await import('./erasure/erase-command.ts')).eraseCommand,
    needsCheckout: true,
  },
  {
    name: 'demo-interview',
    group: 'Simulate',
    summary: 'interview a simulated candidate; print questions, transcripts, scores and the recommendation',
    load: async () => (await import('./interviews/demo-interview-command.ts')).demoInterviewCommand,
    needsCheckout: true,
  },
  {
    name: 'trigger',
    group: 'Simulate',
    summary: 'play named scenarios of calls by the simulated Twilio, and check what came of them',
    load: async () => (await import('./trigger/trigger-command.ts')).triggerCommand,
  },
  {
    name: 'init',
    group: 'Setup',
    summary: 'write .env for a real Twilio account: four questions',
    load: async () => (await import('./init/init-command.ts')).initCommand,
    needsCheckout: true,
  },
  {
    name: 'doctor',
    group: 'Setup',
    summary: 'examine all on the way from Twilio to the console, with what to do about what is wrong',
    load: async () => (await import('./doctor/doctor-command.ts')).doctorCommand,
  },
  {
    name: 'connect',
    group: 'Setup',
    summary: 'let a number, an application or a SIP domain of Twilio send its calls here',
    load: async () => (await import('./connections/connect-command.ts')).connectCommand,
  },
  {
    name: 'disconnect',
    group: 'Setup',
    summary: 'set what a number had before it was connected',
    load: async () => (await import('./connections/connect-command.ts')).disconnectCommand,
  },
  {
    name: 'config',
    group: 'Setup',
    summary: 'keep the URLs and keys of installations by name',
    load: async () => (await import('./api/config-command.ts')).configCommand,
  },
  {
    name: 'completion',
    group: 'Setup',
    summary: 'print the script with which a shell completes commands and options',
    load: async () => (await import('./completion-command.ts')).completionCommand,
  },
];
