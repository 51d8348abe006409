import { ToggleChip } from '../../parts/chip.tsx';
import { kindInWords } from '../callback.ts';
import type { ReasonGroup } from './quarantined-query.ts';

type Props = {
  groups: readonly ReasonGroup[];
  chosen: string | undefined;
  onChoose: (fingerprint: string | undefined) => void;
};

/** The reasons, each with its number; a chosen one filters the list. */
export const ReasonGroups = ({ groups, chosen, onChoose }: Props) => (
  <div role="group" aria-label="Reasons" className="flex flex-wrap items-center gap-2">
    {groups.map(({ fingerprint, event_type, error, count }) => (
      <span key={`${event_type} ${fingerprint}`} title={error} className="max-w-full">
        <ToggleChip isOn={fingerprint === chosen} onChange={(isOn) => onChoose(isOn ? fingerprint : undefined)}>
          <span className="max-w-64 truncate sm:max-w-md">
            {kindInWords(event_type)}: {error}
          </span>
          <span>{count.toLocaleString('en-US')}</span>
        </ToggleChip>
      </span>
    ))}
  </div>
);
