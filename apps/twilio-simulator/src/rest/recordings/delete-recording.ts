import { findRecording, type RestParts, type Target } from '../find-shown.ts';

/** Deletes the media; lists show what is known of it only if asked for. Throws 404 the second time. */
export function deleteRecording(parts: RestParts, target: Target, sid = ''): undefined {
  const { record } = parts.truth.recordings.find(findRecording(parts, target, sid).sid) ?? {};
  if (!record) return;
  parts.truth.changeRecording(record, (recording) => {
    recording.status = 'deleted';
    recording.updatedAt = parts.clock.now();
  });
}
