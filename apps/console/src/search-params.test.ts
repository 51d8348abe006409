import { expect, test } from '@jest/globals';
import {
  anyOf,
  oneOf,
  parseSearch,
  readSearch,
  stringifySearch,
  text,
  UnknownParameterError,
} from './search-params.ts';

type State = { status?: ('busy' | 'failed')[]; window?: '1h' | '24h'; number?: string };
const read = readSearch<State>({ status: anyOf(['busy', 'failed']), window: oneOf(['1h', '24h']), number: text(10) });

test('an address is read as it is written', () => {
  const state = { status: ['busy', 'failed'], window: '1h', number: '+1508' } as const;
  const written = stringifySearch(state);
  expect(written).toBe('?status=busy,failed&window=1h&number=%2B1508');
  expect(read(parseSearch(written))).toEqual(state);
  expect([read({}), stringifySearch({ number: undefined, status: [] })]).toEqual([{}, '']);
});

test.each([['?status=happy'], ['?status=busy,happy'], ['?window=2h'], ['?colour=red'], ['?number=12345678901']])(
  'what is not known is refused, never ignored: %s',
  (search) => {
    expect(() => read(parseSearch(search))).toThrow(UnknownParameterError);
  },
);
