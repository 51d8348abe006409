/** Why an attempt failed: no connection, no answer in time, or an answer of that class. */
export type FailureClass = 'ct' | 'rt' | '4xx' | '5xx';

/** Twilio's connection overrides of one URL, from its fragment. */
export interface ConnectionOverrides {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  /** For all attempts together. */
  totalTimeoutMs: number;
  retries: number;
  retryOn: ReadonlySet<FailureClass>;
}

/** Parses a fragment such as `#ct=2000&rt=3000&tt=15000&rc=5&rp=all`. Default: one retry, only without a connection. */
export function parseOverrides(url: string): ConnectionOverrides {
  const keys = new URLSearchParams(url.split('#')[1] ?? '');
  const number = (key: string, min: number, max: number, defaultValue: number): number => {
    const value = Number(keys.get(key) || Number.NaN);
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : defaultValue;
  };
  return {
    connectTimeoutMs: number('ct', 100, 10_000, 5000),
    readTimeoutMs: number('rt', 100, 15_000, 15_000),
    totalTimeoutMs: number('tt', 100, 15_000, 15_000),
    retries: number('rc', 0, 5, 1),
    retryOn: parsePolicy(keys.get('rp') || 'ct'),
  };
}

const classes: readonly FailureClass[] = ['ct', 'rt', '4xx', '5xx'];

function parsePolicy(policy: string): ReadonlySet<FailureClass> {
  const named = policy.split(',');
  return new Set(named.includes('all') ? classes : classes.filter((each) => named.includes(each)));
}
