import { metrics, type Logger } from '@trunkline/service';

/** Why no model is asked: the budget of the day is spent, or the server does not let us. */
export type PauseReason = 'over-budget' | 'not-allowed';

/** Tells once that everything waits, and why, until a model answers again. */
export type Pauses = { begin(reason: PauseReason): void; end(): void };

const paused = metrics.gauge('model_questions_paused', '1 while no model is asked, by reason', ['reason']);

const TOLD: Record<PauseReason, string> = {
  'over-budget': 'the budget of the day is spent: answers wait for tomorrow, or for a higher DAILY_MODEL_BUDGET_USD',
  'not-allowed':
    'the model server refuses our key or model: answers wait until OPENAI_API_KEY and the models are right',
};

export function openPauses(log: Pick<Logger, 'warn' | 'error'>): Pauses {
  let current: PauseReason | undefined;
  return {
    begin(reason) {
      if (reason === current) return;
      current = reason;
      paused.set({ reason }, 1);
      const level = reason === 'over-budget' ? 'warn' : 'error';
      log[level]({ event: 'models_paused', reason }, TOLD[reason]);
    },
    end() {
      current = undefined;
      paused.reset();
    },
  };
}
