import { sirenWords } from '../../sirens/siren-words.ts';
import type { Look } from './mark-look.ts';
import type { Trace } from './trace-query.ts';

type Command = Trace['commands'][number];
type Siren = Trace['sirens'][number];

/** Something that a person did to the call: a command of live control, or a step of a siren. */
export type Act = {
  id: string;
  /** `ms` since 1970, by our clock. */
  at: number;
  name: string;
  by: string | null;
  /** Its reason, or why it failed. */
  words: string | null;
  look: Look;
  /** When Twilio had confirmed it. */
  settledAt: number | null;
};

const COMMANDS: Readonly<Record<Command['kind'], string>> = {
  drop: 'end the call',
  recording_start: 'record',
  recording_pause: 'pause the recording',
  recording_resume: 'resume the recording',
  recording_stop: 'stop the recording',
};

const STATES: Readonly<Record<Command['state'], Look>> = {
  queued: { words: 'waits', tone: 'ring', shape: 'hollow' },
  sending: { words: 'is sent', tone: 'ring', shape: 'hollow' },
  confirmed: { words: 'confirmed by Twilio', tone: 'live', shape: 'square' },
  unconfirmed: { words: 'sent, its effect was not seen', tone: 'warn', shape: 'hollow' },
  failed: { words: 'failed', tone: 'bad', shape: 'square' },
  superseded: { words: 'superseded', tone: 'idle', shape: 'square' },
};

/** What people did to the call, in the order of time. */
export const actsOf = ({ commands, sirens }: Pick<Trace, 'commands' | 'sirens'>): Act[] =>
  [...commands.map(actOfCommand), ...sirens.flatMap(actsOfSiren)].toSorted((a, b) => a.at - b.at);

const time = (at: string): number => Date.parse(at);

const actOfCommand = ({ id, kind, state, actor_role, requested_at, settled_at, error }: Command): Act => ({
  id: `command-${id}`,
  at: time(requested_at),
  name: COMMANDS[kind] ?? kind,
  by: actor_role,
  words: error,
  look: STATES[state] ?? { words: state, tone: 'idle', shape: 'square' },
  settledAt: settled_at === null ? null : time(settled_at),
});

function actsOfSiren(siren: Siren): Act[] {
  const { id, created_at, acknowledged_at, resolved_at, status } = siren;
  const act = (step: string, at: string | null, rest: Pick<Act, 'name' | 'by' | 'words' | 'look'>): Act[] =>
    at === null ? [] : [{ id: `siren-${id}-${step}`, at: time(at), settledAt: null, ...rest }];
  return [
    ...act('raised', created_at, {
      name: `siren: ${sirenWords(siren.alert_type)}`,
      by: siren.triggered_by_name,
      words: siren.reason,
      look: { words: 'raised', tone: 'bad', shape: 'diamond' },
    }),
    ...act('acknowledged', acknowledged_at, {
      name: 'siren',
      by: siren.acknowledged_by_name,
      words: null,
      look: { words: 'is answered', tone: 'warn', shape: 'diamond' },
    }),
    ...act('resolved', resolved_at, {
      name: 'siren',
      by: siren.resolved_by_name,
      words: siren.resolution,
      look: { words: status === 'false_alarm' ? 'false alarm' : 'resolved', tone: 'live', shape: 'diamond' },
    }),
  ];
}
