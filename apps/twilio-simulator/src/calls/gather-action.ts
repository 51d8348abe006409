import type { Params } from '../delivery/callback.ts';
import { callParameters, type Ends } from './call-parameters.ts';

/** What was pressed or said; nothing of it where nothing was. */
export interface Input {
  digits?: string;
  speech?: string;
}

/** The request at the end of a `<Gather>`. */
export function gatherAction(call: Ends, { digits, speech }: Input): Params {
  return {
    ...callParameters(call, 'in-progress'),
    msg: 'Gather End',
    ...(digits !== undefined && { Digits: digits, FinishedOnKey: '' }),
    ...(speech !== undefined && { SpeechResult: speech, Confidence: '0.91' }),
  };
}
