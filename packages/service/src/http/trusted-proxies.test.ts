import { describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import { EnvError, readEnv } from '../env.ts';
import { clientAddress, trustedProxiesEnv } from './trusted-proxies.ts';

const read = (TRUSTED_PROXIES?: string) => [
  ...readEnv(z.object(trustedProxiesEnv), { TRUSTED_PROXIES }).TRUSTED_PROXIES,
];

describe('TRUSTED_PROXIES', () => {
  test.each([[undefined], [''], [' , ']])('%j trusts no proxy', (text) => expect(read(text)).toEqual([]));

  test('is a list of addresses and CIDRs of both versions', () => {
    const list = '10.1.2.3, 10.0.0.0/8,172.16.0.0/12,192.0.2.1/32,::1,fd00::/8,fc00::/7,2001:db8::7/128';
    expect(read(list)).toEqual(list.split(/, ?/));
  });

  test.each([
    'true',
    '1',
    'loopback',
    'uniquelocal',
    'proxy.example',
    '*',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/255.0.0.0',
    '10.0.0',
    '010.0.0.1',
    '10.0.0.1:8080',
    '10.0.0.1;10.0.0.2',
    '::1/129',
    '[::1]',
    'fe80::1%eth0',
    '0.0.0.0/0',
    '::/0',
    '0.0.0.0/1',
    '2000::/3',
    '::ffff:0:0/96',
    '0:0:0:0:0:ffff:10.0.0.1',
  ])('%s is refused, and the error names the variable and the remedy', (text) => {
    const refused = () => read(`10.0.0.1,${text}`);
    expect(refused).toThrow(EnvError);
    expect(refused).toThrow(/TRUSTED_PROXIES: [^]*(?:List the addresses|write it as IPv4)/);
  });
});

/** The address that an app with these proxies sees. */
function seen(proxies: string[], peer: string, forwarded?: string): string {
  const app = express().set('trust proxy', proxies);
  const headers = { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) };
  const request = Object.create(app.request, {
    headers: { value: headers },
    socket: { value: { remoteAddress: peer } },
  }) as Request;
  return clientAddress(request);
}

describe('the address of the client', () => {
  test.each<[string, string[], string, string | undefined, string]>([
    ['is the peer without proxies', [], '203.0.113.9', undefined, '203.0.113.9'],
    ['is the peer, where the header is of no proxy', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['is the peer, where only others are trusted', ['10.0.0.0/8'], '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['is what a trusted proxy says', ['10.0.0.0/8'], '10.0.0.7', '198.51.100.1', '198.51.100.1'],
    ['is what a proxy says whose IPv4 came as IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.7', '2001:db8::1', '2001:db8::1'],
    [
      'is the last one not trusted: what is before it is a claim',
      ['10.0.0.7'],
      '10.0.0.7',
      '6.6.6.6, 9.9.9.9',
      '9.9.9.9',
    ],
    ['is found past a second proxy', ['10.0.0.0/8'], '10.0.0.7', '6.6.6.6, 9.9.9.9, 10.0.0.8', '9.9.9.9'],
    ['loses its port', ['10.0.0.7'], '10.0.0.7', '198.51.100.1:40312', '198.51.100.1'],
    ['loses its brackets', ['10.0.0.7'], '10.0.0.7', '[2001:db8::1]:443', '2001:db8::1'],
    ['is the proxy, where that names no address', ['10.0.0.7'], '10.0.0.7', 'unknown', '10.0.0.7'],
    ['is the proxy, where its header is empty', ['10.0.0.7'], '10.0.0.7', '', '10.0.0.7'],
  ])('%s', (_what, proxies, peer, forwarded, expected) => {
    expect(seen(proxies, peer, forwarded)).toBe(expected);
  });
});
