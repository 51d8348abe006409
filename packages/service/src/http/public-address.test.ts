import { expect, test } from '@jest/globals';
import { isPrivateHost, isPublicAddress } from './public-address.ts';

test.each(['8.8.8.8', '54.172.60.0', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fe80::1',
  'fd00:ec2::254',
  'ff02::1',
  'localhost',
  '',
])('%j is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['127.0.0.1', '[::1]', '[::ffff:10.0.0.1]', 'localhost', 'LOCALHOST.', 'api.localhost', '169.254.169.254'])(
  '%s leads into a private network',
  async (host) => {
    expect(await isPrivateHost(host)).toBe(true);
  },
);

test.each(['8.8.8.8', '[2606:4700:4700::1111]', 'no-such-name.invalid'])('%s may be public', async (host) => {
  expect(await isPrivateHost(host)).toBe(false);
});
