import { CallbackActions } from './callback-actions.tsx';
import type { CallbackDetail } from './callback.ts';
import { CallbackFields } from './callbacks/callback-fields.tsx';
import { WouldChange } from './callbacks/would-change.tsx';

/** What a person may decide about a callback, what applying it would change, and its fields. `hasKey`: a key replays it. */
export const CallbackContent = ({ callback, hasKey = false }: { callback: CallbackDetail; hasKey?: boolean }) => (
  <>
    {(callback.state === 'dead_letter' || callback.state === 'quarantined') && (
      <div className="px-4 pb-3 empty:hidden">
        <CallbackActions callback={callback} hasKey={hasKey} />
      </div>
    )}
    <WouldChange {...callback} />
    <CallbackFields {...callback} />
  </>
);
