import type { QuestionOfCall } from '@trunkline/db/interviews';
import type { CallCommand, Siren } from '@trunkline/db/live-control';
import type { RecordingOfParties } from '@trunkline/db/recordings';
import { SIREN_ALERT_SECONDS } from '@trunkline/telephony/live-control';

const isBy = (time: Date | null, asOf: Date): boolean => time !== null && time <= asOf;

/** Sirens as they were known then. Of one that was released and acknowledged again only the last acknowledgement is kept. */
export const sirensKnownBy = (sirens: readonly Siren[], asOf: Date): Siren[] =>
  sirens.filter(({ createdAt }) => isBy(createdAt, asOf)).map((siren) => sirenKnownBy(siren, asOf));

function sirenKnownBy(siren: Siren, asOf: Date): Siren {
  if (isBy(siren.updatedAt, asOf)) return siren;
  const isAcknowledged = isBy(siren.acknowledgedAt, asOf);
  const isResolved = isBy(siren.resolvedAt, asOf);
  const openSec = (asOf.getTime() - siren.createdAt.getTime()) / 1000;
  return {
    ...siren,
    alerts: Math.min(siren.alerts, 1 + Math.floor(openSec / SIREN_ALERT_SECONDS)),
    updatedAt: asOf,
    ...(!isAcknowledged && { acknowledgedBy: null, acknowledgedByName: null, acknowledgedAt: null }),
    ...(!isResolved && { resolvedBy: null, resolvedByName: null, resolvedAt: null, resolution: null }),
    status: isResolved ? siren.status : isAcknowledged ? 'acknowledged' : 'active',
  };
}

/** Commands as they were known then: asked, sent, or with their outcome. */
export const commandsKnownBy = (commands: readonly CallCommand[], asOf: Date): CallCommand[] =>
  commands
    .filter(({ requestedAt }) => isBy(requestedAt, asOf))
    .map((command) => {
      if (!isBy(command.sentAt, asOf) && !isBy(command.settledAt, asOf))
        return { ...command, state: 'queued', sentAt: null, settledAt: null, attempts: 0, error: null };
      if (isBy(command.settledAt, asOf) || command.settledAt === null) return command;
      return { ...command, state: 'sending', settledAt: null, error: null };
    });

/** Recordings that were announced then; stored ones with their audio, if it was stored then. */
export const recordingsKnownBy = (recordings: readonly RecordingOfParties[], asOf: Date): RecordingOfParties[] =>
  recordings.filter(({ announcedAt }) => isBy(announcedAt, asOf)).map((recording) => recordingKnownBy(recording, asOf));

function recordingKnownBy(recording: RecordingOfParties, asOf: Date): RecordingOfParties {
  const { storedAt, expiredAt } = recording;
  const hasExpired = isBy(expiredAt, asOf);
  if (hasExpired) return recording;
  if (isBy(storedAt, asOf)) return { ...recording, custody: 'stored', expiredAt: null };
  const audio = {
    audioSec: null,
    contentType: null,
    sizeBytes: null,
    hasSpeech: null,
    storedAt: null,
    expiredAt: null,
    hasPeaks: false,
  };
  return storedAt || expiredAt ? { ...recording, custody: 'announced', ...audio } : recording;
}

/** Questions that were asked then; an answer that came later is left out. */
export const questionsKnownBy = (questions: readonly QuestionOfCall[], asOf: Date): QuestionOfCall[] =>
  questions
    .filter(({ askedAt, answeredAt }) => isBy(askedAt, asOf) || isBy(answeredAt, asOf))
    .map((question) =>
      isBy(question.answeredAt, asOf)
        ? question
        : { ...question, answeredAt: null, durationSec: null, recordingSid: null, score: null },
    );
