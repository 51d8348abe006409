import { useRef, useState, type FormEvent } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { AnswerFailure } from './answer-failure.tsx';
import type { Siren } from './open-sirens.ts';
import { useAnswerSiren } from './use-answer-siren.ts';

export type Closing = 'resolve' | 'false-alarm';

const TEXTS: Readonly<Record<Closing, { title: string; label: string; hint: string; confirm: string }>> = {
  resolve: {
    title: 'How did the siren end?',
    label: 'Outcome',
    hint: 'What was done. It is kept in the history, and the siren closes.',
    confirm: 'Resolve',
  },
  'false-alarm': {
    title: 'Why is it a false alarm?',
    label: 'Reason',
    hint: 'It is kept in the history, and the siren closes as a false alarm.',
    confirm: 'Close as a false alarm',
  },
};

type ResolutionProps = { siren: Siren; closing: Closing; onClose: () => void };

/** Closes a siren with what a person writes. A failure stays in the dialog, with what was written. */
export function ResolutionDialog({ siren, closing, onClose }: ResolutionProps) {
  const [resolution, setResolution] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isStale = useIsStale();
  const answer = useAnswerSiren(siren.id);
  const { title, label, hint, confirm } = TEXTS[closing];
  const given = resolution.trim();
  const cannot =
    (isStale && STALE_REASON) || (!given && 'Write a sentence first.') || (answer.isPending && 'It was sent.');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!cannot) answer.mutate({ answer: closing, resolution: given }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={title} initialFocus={field}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <p className="text-muted">“{siren.reason}”</p>
        <Field
          ref={field}
          label={label}
          hint={hint}
          required
          value={resolution}
          maxLength={2000}
          onChange={({ target }) => setResolution(target.value)}
        />
        {answer.isError && <AnswerFailure error={answer.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabledBecause={cannot}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
