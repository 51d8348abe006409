import type { CommandModule } from './invocation.ts';

/** A command of the first level. Its module is loaded when it is used: help and completion need only what is here. */
export type CommandEntry = {
  name: string;
  /** A heading of the help. */
  group: 'Watch' | 'Diagnose' | 'Repair' | 'People and keys' | 'Data' | 'Simulate' | 'Setup';
  summary: string;
  load: () => Promise<CommandModule>;
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'status',
    group: 'Watch',
    summary: 'show what runs, what it needs, and what is wrong with the remedy',
    load: async () => (await import('./health/status-command.ts')).statusCommand,
  },
  {
    name: 'calls',
    group: 'Watch',
    summary: 'list calls, and show one',
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
  },
  {
    name: 'audit-verify',
    group: 'Diagnose',
    summary: 'recompute the hash chain of the audit, and name the first line that was changed',
    load: async () => (await import('./audit/audit-verify-command.ts')).auditVerifyCommand,
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
  },
  {
    name: 'restore',
    group: 'Data',
    summary: 'verify a backup, load it into an empty database, and verify the result',
    load: async () => (await import('./backup/restore-command.ts')).restoreCommand,
  },
  {
    name: 'erase',
    group: 'Data',
    summary: 'erase a person, by number or candidate, from all tables, the recordings and the spool',
    load: async () => (await import('./erasure/erase-command.ts')).eraseCommand,
  },
  {
    name: 'demo-interview',
    group: 'Simulate',
    summary: 'interview a simulated candidate; print questions, transcripts, scores and the recommendation',
    load: async () => (await import('./interviews/demo-interview-command.ts')).demoInterviewCommand,
  },
  {
    name: 'trigger',
    group: 'Simulate',
    summary: 'play named scenarios of calls by the simulated Twilio, and check what came of them',
    load: async () => (await import('./trigger/trigger-command.ts')).triggerCommand,
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
