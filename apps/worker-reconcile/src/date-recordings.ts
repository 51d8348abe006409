import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import type { Fact } from '@trunkline/telephony/facts';
import type { RecordingResource } from '@trunkline/twilio/rest';

/** Facts about recordings, as old as Twilio says that those are: their callbacks were due then, not when we asked. Pure. */
export function dateRecordings(facts: readonly Fact[], recordings: readonly RecordingResource[]): Fact[] {
  const updated = new Map(recordings.map(({ sid, date_updated: at }) => [sid, parseTwilioTime(at)]));
  return facts.map((fact) => ({ ...fact, observedAt: updated.get(fact.recording?.sid ?? '') ?? fact.observedAt }));
}
