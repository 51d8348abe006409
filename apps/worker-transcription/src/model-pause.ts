import { metrics, type DependencyReport, type Logger } from '@trunkline/service';

/**
 * Why no model is called: the day's budget is spent, or the server refuses our key or model, our account, or a parameter
 * that answers need.
 */
export type PauseReason = 'over-budget' | 'not-allowed' | 'quota-spent' | 'parameter-refused';

/**
 * Logs and measures that a model is not called: once when that begins, until that model answers again. `model` is its name;
 * `error` says what the server answered.
 */
export type ModelPause = {
  begin(reason: PauseReason, model: string, error?: string): void;
  /** That model has answered, after so many ms. */
  end(model: string, ms: number): void;
  /** For `/health`: why models are not called now; empty while all are. */
  reasons(): PauseReason[];
  /** For the heartbeat: the model server as this process knows it. */
  describe(): DependencyReport;
};

const paused = metrics.gauge('model_questions_paused', '1 while no model is called, by reason', ['reason']);

const MESSAGES: Record<PauseReason, string> = {
  'over-budget': 'the budget of the day is spent: answers wait for tomorrow, or for a higher DAILY_MODEL_BUDGET_USD',
  'not-allowed':
    'the model server refuses our key or model: answers wait until OPENAI_API_KEY and the models are correct',
  'quota-spent':
    'the account at the model server has no quota or credit left: answers wait until it is topped up or activated',
  'parameter-refused':
    'the model server refuses a parameter that answers need: answers wait for another model or OPENAI_BASE_URL',
};

export function openModelPause(log: Pick<Logger, 'warn' | 'error'>): ModelPause {
  const current = new Map<string, PauseReason>();
  let answered: Pick<DependencyReport, 'at' | 'latency_ms'> = { at: null, latency_ms: null };
  const measure = (): void => {
    paused.reset();
    for (const reason of current.values()) paused.set({ reason }, 1);
  };
  return {
    begin(reason, model, error) {
      const isKnown =
        current.get(model) === reason || (reason === 'over-budget' && [...current.values()].includes(reason));
      current.set(model, reason);
      measure();
      if (isKnown) return;
      const level = reason === 'over-budget' ? 'warn' : 'error';
      log[level]({ event: 'models_paused', reason, ...(error !== undefined && { error }) }, MESSAGES[reason]);
    },
    end(model, ms) {
      answered = { at: new Date().toISOString(), latency_ms: Math.round(ms) };
      const wasPaused = current.delete(model);
      for (const [other, reason] of current) if (reason === 'over-budget') current.delete(other);
      if (wasPaused) measure();
    },
    reasons: () => [...new Set(current.values())],
    describe() {
      const [reason] = current.values();
      return reason === undefined
        ? { ...answered, state: 'up' }
        : { ...answered, state: 'unavailable', cause: MESSAGES[reason] };
    },
  };
}
