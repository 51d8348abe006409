import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { RequestError } from '../http/request-error.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Failure } from '../parts/states.tsx';
import { confirmToast } from '../parts/toasts/toast.ts';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { createOperation, newKey, type OperationScope } from './new-operation.ts';
import { counted, isDiscard, KIND_WORDS, type OperationPreview } from './operation.ts';
import { rememberOperation } from './operations-query.ts';
import { PreviewSample } from './preview-sample.tsx';

/** What was typed so far. */
export type Draft = { reason: string; rate: string; canary: string };

type Props = {
  scope: OperationScope;
  preview: OperationPreview;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onCountAgain: () => void;
  onClose: () => void;
};

export function NewOperationForm({ scope, preview, draft, onChange, onCountAgain, onClose }: Props) {
  const client = useQueryClient();
  const isStale = useIsStale();
  const [key, setKey] = useState(newKey);
  const create = useMutation({
    mutationFn: () => {
      const [rate, canary] = [Number(draft.rate), Number(draft.canary)];
      const settings = { reason: draft.reason.trim(), rate, canary, preview: preview.preview };
      return createOperation(scope, settings, key);
    },
    onSuccess: (created) => {
      rememberOperation(client, created);
      confirmToast('The operation is created');
      onClose();
    },
  });
  const set = (changes: Partial<Draft>): void => {
    setKey(newKey()); // another body is another request
    onChange({ ...draft, ...changes });
  };
  const errors = { rate: errorOf(draft.rate, 1), canary: errorOf(draft.canary, 0) };
  const blocked = create.isPending
    ? 'It was asked for.'
    : isStale
      ? STALE_REASON
      : draft.reason.trim() === ''
        ? 'Give a reason first.'
        : (errors.rate ?? errors.canary);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!blocked) create.mutate();
  };
  const isOutdated = create.error instanceof RequestError && create.error.code === 'preview_outdated';
  const isDiscarding = isDiscard(scope.kind);
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <p className="text-16">{preview.summary}</p>
      <PreviewSample preview={preview} />
      {!isDiscarding && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Canary"
            inputMode="numeric"
            value={draft.canary}
            onChange={({ target }) => set({ canary: target.value })}
            hint="So many are done first. The rest begins once they succeeded."
            error={errors.canary}
          />
          <Field
            label="Rate, a second"
            inputMode="numeric"
            value={draft.rate}
            onChange={({ target }) => set({ rate: target.value })}
            hint="Callbacks that arrive meanwhile come first."
            error={errors.rate}
          />
        </div>
      )}
      <Field
        label="Reason"
        value={draft.reason}
        maxLength={500}
        onChange={({ target }) => set({ reason: target.value })}
        hint="It is kept with the operation."
      />
      {create.isError && <Failure error={create.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        {isOutdated ? (
          <Button kind="primary" onClick={onCountAgain}>
            Count again
          </Button>
        ) : (
          <Button type="submit" kind={isDiscarding ? 'danger' : 'primary'} disabledBecause={blocked}>
            {create.isPending ? 'Asked…' : confirmOf(scope, preview.items, Number(draft.canary))}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The verb with its numbers: `Replay 1 first, then 1,203`. */
function confirmOf({ kind }: OperationScope, items: number, canary: number): string {
  const { verb, noun } = KIND_WORDS[kind];
  if (canary > 0 && canary < items) return `${verb} ${counted(canary)} first, then ${counted(items - canary)}`;
  return items === 1 ? `${verb} 1 ${noun.replace(/s$/, '')}` : `${verb} ${counted(items)} ${noun}`;
}

const errorOf = (value: string, least: number): string | undefined =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= 1000
    ? undefined
    : `A whole number from ${least} to 1000.`;
