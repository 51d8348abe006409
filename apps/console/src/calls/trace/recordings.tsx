import type { recordingPeaks } from '@trunkline/api-contract/recordings';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { output } from 'zod';
import { request } from '../../http/request.ts';
import { Panel } from '../../parts/panel.tsx';
import { Failure } from '../../parts/states.tsx';
import { Duration, Time } from '../../parts/times/time.tsx';
import type { Question, RecordingLane } from './trace-query.ts';
import { Transcript } from './transcript.tsx';
import { Waveform } from './waveform.tsx';

type Peaks = output<typeof recordingPeaks>;
const POINTS = 600;

/** The recordings of a call, each with its waveform, its sound where it is stored, and what was said. */
export const Recordings = ({
  recordings,
  questions,
}: {
  recordings: readonly RecordingLane[];
  questions: readonly Question[];
}) => (
  <Panel title={recordings.length === 1 ? 'Recording' : `Recordings ${recordings.length}`}>
    <ul className="divide-y divide-line">
      {recordings.map((recording) => (
        <li key={recording.recording_sid} className="flex flex-col gap-2 px-4 py-3">
          <Heading recording={recording} />
          {recording.audio_url === null ? <NoSound recording={recording} /> : <Player recording={recording} />}
          {questions
            .filter(({ recording_sid }) => recording_sid === recording.recording_sid)
            .map((question) => (
              <Transcript key={`${question.question_number} ${question.attempt}`} question={question} />
            ))}
        </li>
      ))}
    </ul>
  </Panel>
);

const Heading = ({
  recording: { recording_sid, started_at, announced_at, audio_sec, duration_sec, length_note },
}: Props) => (
  <p className="flex flex-wrap items-baseline gap-x-3 text-muted">
    <code className="min-w-0 break-all text-text">{recording_sid}</code>
    <Time at={started_at ?? announced_at} />
    <Duration seconds={audio_sec === null ? duration_sec : Math.round(audio_sec)} />
    {length_note && <span className="text-warn">{length_note}</span>}
  </p>
);

type Props = { recording: RecordingLane };

/** Why there is nothing to hear. A newer server may know more states. */
const SILENCE: Readonly<Record<string, string>> = {
  announced: 'Twilio has announced it. It is fetched next.',
  fetching: 'It is fetched from Twilio now.',
  absent: 'Twilio has none.',
  empty: 'It has no sound: it lasted zero seconds.',
  gone: 'Twilio deleted it before it was fetched.',
  failed: 'It could not be fetched. Operations shows why.',
  expired: 'It was deleted at the end of its retention.',
};

const NoSound = ({ recording: { custody } }: Props) => (
  <p className="text-muted">{SILENCE[custody ?? ''] ?? `It is ${custody ?? 'not stored'}.`}</p>
);

function Player({ recording }: Props) {
  const { recording_sid: sid, audio_url: url, has_peaks: hasPeaks, is_encrypted: isEncrypted } = recording;
  const audio = useRef<HTMLAudioElement>(null);
  const [place, setPlace] = useState(0);
  const { data, error, refetch } = useQuery({
    queryKey: ['recording', sid, 'peaks'],
    queryFn: ({ signal }) => request<Peaks>(`/api/recordings/${sid}/peaks?points=${POINTS}`, { signal }),
    enabled: hasPeaks,
    staleTime: Infinity,
  });
  if (isEncrypted)
    return <p className="text-muted">It is encrypted. The owner of the key downloads and decrypts it.</p>;
  const seek = (share: number): void => {
    const player = audio.current;
    if (player && Number.isFinite(player.duration)) player.currentTime = share * player.duration;
  };
  return (
    <>
      {data && <Waveform peaks={data.peaks} place={place} onSeek={seek} />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a telephone call has a transcript instead */}
      <audio
        ref={audio}
        controls
        preload="none"
        src={url!}
        aria-label={`Recording ${sid}`}
        className="h-9 w-full"
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
          setPlace(duration > 0 ? currentTime / duration : 0)
        }
      />
    </>
  );
}
