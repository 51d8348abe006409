import { metrics, type Logger } from '@trunkline/service';

/** Why no model is called: the day's budget is spent, or the server rejects us. */
export type PauseReason = 'over-budget' | 'not-allowed';

/** Logs and measures that no model is called: once when that begins, until a model answers again. */
export type ModelPause = { begin(reason: PauseReason): void; end(): void };

const paused = metrics.gauge('model_questions_paused', '1 while no model is called, by reason', ['reason']);

const MESSAGES: Record<PauseReason, string> = {
  'over-budget': 'the budget of the day is spent: answers wait for tomorrow, or for a higher DAILY_MODEL_BUDGET_USD',
  'not-allowed':
    'the model server refuses our key or model: answers wait until OPENAI_API_KEY and the models are correct',
};

export function openModelPause(log: Pick<Logger, 'warn' | 'error'>): ModelPause {
  let current: PauseReason | undefined;
  return {
    begin(reason) {
      if (reason === current) return;
      current = reason;
      paused.set({ reason }, 1);
      const level = reason === 'over-budget' ? 'warn' : 'error';
      log[level]({ event: 'models_paused', reason }, MESSAGES[reason]);
    },
    end() {
      current = undefined;
      paused.reset();
    },
  };
}
