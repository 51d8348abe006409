import { expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { isLocal } from './request-origin.ts';

type Traits = { address?: string; host?: string | undefined; httpVersion?: string; headers?: Record<string, string> };

const ask = ({ address = '127.0.0.1', host = 'localhost:4001', httpVersion = '1.1', headers = {} }: Traits): boolean =>
  isLocal({
    socket: { remoteAddress: address } as IncomingMessage['socket'],
    headers: { host, ...headers },
    httpVersion,
  });

test.each<Traits>([
  {},
  { address: '::1', host: '[::1]:4001' },
  { address: '::ffff:127.0.0.1', host: '127.0.0.1' },
  { host: 'LOCALHOST' },
])('a request from this machine is local: %j', (traits) => expect(ask(traits)).toBe(true));

test.each<Traits>([
  { address: '10.0.0.5' },
  { address: '::ffff:10.0.0.5' },
  { address: '' },
  { host: 'rebound.example' },
  { host: 'localhost.rebound.example' },
  { host: '127.0.0.1.rebound.example' },
  { host: 'rebound.example:4001' },
  { host: '' },
  { headers: { 'x-forwarded-for': '127.0.0.1' } },
  { headers: { forwarded: 'for=127.0.0.1' } },
  { headers: { via: '1.1 proxy' } },
  { httpVersion: '1.0', host: '127.0.0.1:4001' },
])('a request that may come from elsewhere is not local: %j', (traits) => expect(ask(traits)).toBe(false));
