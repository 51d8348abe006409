import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openPostgresOutage, notingOutages } from './postgres-outage.ts';

const FULL = new Error('disk full');
const outageOf = (error: unknown) => (error === FULL ? { cause: 'disk full', remedy: 'make room' } : undefined);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function open() {
  const lines: string[] = [];
  const at = (level: string) => (_fields: object, text: string) => void lines.push(`${level} ${text}`);
  const outage = openPostgresOutage({ info: at('info'), warn: at('warn'), error: at('error') } as never, outageOf);
  const noting = notingOutages(outage, outageOf);
  let failure: Error | undefined = FULL;
  const work = async () => {
    if (failure) throw failure;
  };
  return {
    lines,
    outage,
    jobs: noting('jobs', work),
    relay: noting('relay', work),
    setFailure: (to?: Error) => (failure = to),
  };
}

test('the outage lasts until each part that failed has worked again', async () => {
  const { lines, outage, jobs, relay, setFailure } = open();
  await expect(jobs()).rejects.toBe(FULL);
  await expect(relay()).rejects.toBe(FULL);
  setFailure();
  await jobs();
  expect(outage.current()).toMatchObject({ cause: 'disk full' });
  await relay();
  expect(lines).toEqual(['warn work waits for Postgres (disk full): make room', 'info Postgres does its work again']);
});

test('a part that has nothing to do any more does not keep it open', async () => {
  const { outage, jobs } = open();
  await expect(jobs()).rejects.toBe(FULL);
  jest.advanceTimersByTime(59_000);
  await expect(jobs()).rejects.toBe(FULL);
  jest.advanceTimersByTime(59_000);
  expect(outage.isOpen()).toBe(true);
  jest.advanceTimersByTime(2000);
  expect(outage.isOpen()).toBe(false);
});

test('errors that Postgres is not the cause of pass through', async () => {
  const { lines, jobs, setFailure } = open();
  const other = new Error('Twilio answered 500');
  setFailure(other);
  await expect(jobs()).rejects.toBe(other);
  expect(lines).toEqual([]);
});
