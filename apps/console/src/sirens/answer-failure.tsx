import { toRequestError } from '../http/request-error.ts';
import { Status } from '../parts/status.tsx';
import { useNow } from '../parts/times/use-now.ts';
import { isLostRace, lostRaceWords } from './lost-race.ts';

/** Beside the button: who was faster, or what failed. */
export function AnswerFailure({ error }: { error: unknown }) {
  const now = new Date(useNow(1000));
  if (isLostRace(error))
    return (
      <span role="status" data-lost-race>
        <Status tone="warn">{lostRaceWords(error, now)}</Status>
      </span>
    );
  const { detail, requestId } = toRequestError(error);
  return (
    <span role="alert" className="text-bad">
      {detail} {requestId && <code>{requestId}</code>}
    </span>
  );
}
