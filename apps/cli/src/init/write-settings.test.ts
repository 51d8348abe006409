import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEnv } from 'node:util';
import { withSettings } from './write-settings.ts';

test('settings are changed in their place, added at the end or taken out, and other lines stay', () => {
  const before = '# mine\nLOG_LEVEL=debug\nTUNNEL=ngrok\n\n# below\nWEBHOOK_BASE_URL=https://a.example\n\n';
  const after = withSettings(before, {
    TUNNEL: 'cloudflared',
    WEBHOOK_BASE_URL: undefined,
    CONNECT: '+16175006181,AP0',
    NEVER: undefined,
  });
  expect(after).toBe('# mine\nLOG_LEVEL=debug\nTUNNEL=cloudflared\n\n# below\nCONNECT=+16175006181,AP0\n');
  expect(withSettings('', { A: 'x y' })).toBe("A='x y'\n");
});

test('a setting has its new value once, and all other settings keep theirs', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D');
  const line = fc.oneof(
    fc.tuple(name, fc.stringMatching(/^[a-z0-9]{0,5}$/)).map(([key, value]) => `${key}=${value}`),
    fc.constant('# note'),
    fc.constant(''),
  );
  const value = fc.stringMatching(/^[ -&(-~]{1,20}$/).map((text) => text.trim() || 'x');
  fc.assert(
    fc.property(fc.array(line), name, value, (lines, key, wanted) => {
      const before = lines.join('\n');
      const after = withSettings(before, { [key]: wanted });
      expect(parseEnv(after)).toEqual({ ...parseEnv(before), [key]: wanted });
      expect(withSettings(after, { [key]: wanted })).toBe(after);
    }),
  );
});
