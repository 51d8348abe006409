import type { Leg } from '../scenarios/leg.ts';
import type { Play } from '../scenarios/play.ts';

/** A leg that is not over, with the play that it belongs to. */
export interface LiveCall {
  readonly play: Play;
  readonly leg: Leg;
}

/** All legs that are not over, by SID: those of loads, those placed by REST, those that come in, and those dialled for them. */
export type LiveCalls = Map<string, LiveCall>;

/** A play that was broken off leaves no leg behind that could be reached. */
export function forgetLegs({ live, legs }: Play): void {
  for (const { record } of legs) live.delete(record.sid);
}
