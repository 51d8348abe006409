import { ToggleChip } from '../../parts/chip.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/times/time.tsx';
import type { CauseGroup } from './rejected-query.ts';
import { causeInWords, type RejectionCause } from './rejected-search.ts';

type Props = {
  groups: readonly CauseGroup[];
  chosen: RejectionCause | undefined;
  onChoose: (cause: RejectionCause | undefined) => void;
};

/** All rejected requests by their likely cause, the most frequent first, each with what to do. */
export const CauseGroups = ({ groups, chosen, onChoose }: Props) => (
  <Panel>
    {groups.map(({ cause, sentence, remedy, requests, urls, first_at, last_at }) => (
      <article key={cause} className="flex flex-col gap-1 border-b border-line px-4 py-3 last:border-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Status tone="warn">
            {requests.toLocaleString('en-US')} {requests === 1 ? 'request' : 'requests'}
          </Status>
          <span className="text-muted">
            {urls === 1 ? 'one URL' : `${urls} URLs`} · first <Time at={first_at} />, last <Time at={last_at} />
          </span>
          <span className="ml-auto">
            <ToggleChip isOn={cause === chosen} onChange={(isOn) => onChoose(isOn ? cause : undefined)}>
              Only {causeInWords(cause)}
            </ToggleChip>
          </span>
        </div>
        <h2 className="text-13">{sentence}</h2>
        <p>
          <span className="font-semibold">What to do:</span> {remedy}
        </p>
      </article>
    ))}
  </Panel>
);
