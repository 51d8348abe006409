import { describeLength } from '@trunkline/telephony/recordings';
import type { StoryRecording } from './story.ts';

/** What is unusual about the audio of a recording; null where nothing is. */
export function noteOnRecording({ durationSec, audioSec = null, custody, isEncrypted }: StoryRecording): string | null {
  if (custody === 'empty') return 'it has a length of zero';
  if (custody === 'gone') return 'it was deleted at Twilio before it was stored';
  if (custody === 'failed') return 'its audio cannot be fetched: see the evidence of the recording';
  if (isEncrypted) return 'it is stored encrypted: only the owner of the key can listen to it';
  return describeLength({ durationSec, audioSec });
}
