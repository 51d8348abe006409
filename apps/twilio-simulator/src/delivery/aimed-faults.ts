import { eventOf } from '../calls/call-payloads.ts';
import { InvalidOptionError, oneOf, readNumber } from '../settings.ts';
import type { CallStatus } from '../truth/call-record.ts';
import type { Callback } from './callback.ts';
import { type AimedFaultName, aimedFaultNames, type CallbackFaults, possibleFor } from './faults.ts';

const callbackNames = [
  'initiated',
  'ringing',
  'answered',
  'completed',
  'voice',
  'dial-action',
  'record-action',
  'gather-action',
  'recording',
  'amd',
  'conference',
] as const;
type CallbackName = (typeof callbackNames)[number];

/** Callbacks of one call. Without a name all of them, without a leg those of every leg. */
interface Aim {
  callback: CallbackName | undefined;
  leg: 'call' | 'dialled' | undefined;
}

/** What happens to certain callbacks of one call. */
export interface Interference {
  /** Undefined: the faults of the settings. */
  readonly faults: undefined | readonly (Aim & { fault: AimedFaultName; seconds: number | undefined })[];
  /** Values of parameters that a callback has. `used` is set once one had it. */
  readonly changes: readonly (Aim & { parameter: string; value: string; used: boolean })[];
}

/** Reads `faults` and `set` of a call on demand. Throws `InvalidOptionError`. */
export const readInterference = (faults: unknown, set: unknown = []): Interference => ({
  faults:
    faults === undefined
      ? undefined
      : listOf('faults', faults).map(({ fault, seconds, ...aim }) => ({
          fault: oneOf(aimedFaultNames)('fault', fault),
          seconds: seconds === undefined ? undefined : readNumber('seconds', seconds, 0, 86_400),
          ...readAim(aim),
        })),
  changes: listOf('set', set).map(({ parameter, value, ...aim }) => {
    if (typeof parameter !== 'string' || typeof value !== 'string')
      throw new InvalidOptionError('set must be a list of {parameter, value} with texts');
    return { parameter, value, used: false, ...readAim(aim) };
  }),
});

function listOf(name: string, given: unknown): Record<string, unknown>[] {
  if (Array.isArray(given) && given.every((each) => typeof each === 'object' && each !== null)) return given;
  throw new InvalidOptionError(`${name} must be a list of objects`);
}

function readAim({ callback, leg, ...others }: Record<string, unknown>): Aim {
  const [unknown] = Object.keys(others);
  if (unknown) throw new InvalidOptionError(`${unknown} is not known in faults or set`);
  return {
    callback: callback === undefined ? undefined : oneOf(callbackNames)('callback', callback),
    leg: leg === undefined ? undefined : oneOf(['call', 'dialled'] as const)('leg', leg),
  };
}

function isHit({ callback, leg }: Aim, { kind, params }: Callback): boolean {
  const name = kind === 'status' ? eventOf(params['CallStatus'] as CallStatus) : kind;
  const of = params['ParentCallSid'] === undefined ? 'call' : 'dialled';
  return (callback ?? name) === name && (leg ?? of) === of;
}

/** The callback with the values that are set for it. */
export function withChanges(callback: Callback, { changes }: Interference): Callback {
  const params = { ...callback.params };
  for (const change of changes.filter((each) => isHit(each, callback) && each.parameter in params)) {
    params[change.parameter] = change.value;
    change.used = true;
  }
  return { ...callback, params };
}

/** The faults that are aimed at the callback; without any for the call, those that were drawn. */
export function withAimed(
  drawn: CallbackFaults,
  callback: Callback,
  { faults }: Interference,
  clockSpeed: number,
): CallbackFaults {
  if (!faults) return drawn;
  const hits = faults.filter((each) => isHit(each, callback));
  const seconds = hits.find(({ fault }) => fault === 'delay')?.seconds;
  const names = possibleFor(callback.kind, [...new Set(hits.map(({ fault }) => fault))]);
  return {
    ...drawn,
    names: names.includes('drop') ? ['drop'] : names,
    ...(seconds !== undefined && { delayMs: (seconds * 1000) / clockSpeed }),
  };
}
