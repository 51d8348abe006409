import type { ConnectionKind } from '@trunkline/telephony/connections';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import type { z } from 'zod';
import type { HttpAnswer } from '../rest/http-client.ts';
import { listPages } from '../rest/list-pages.ts';
import { readResource } from '../rest/resources/read-resource.ts';
import {
  accountState,
  alert,
  configuredApplication,
  configuredDomain,
  configuredNumber,
  type AccountState,
  type Alert,
  type ConfiguredApplication,
  type ConfiguredDomain,
  type ConfiguredNumber,
} from './configured.ts';

/** What an account is configured to do with calls. Every function throws the errors of the REST API. */
export type TwilioConfiguration = {
  /** The account, and the time at which Twilio answered by its own clock. */
  account(): Promise<{ account: AccountState; at: Date | undefined }>;
  numbers(): Promise<ConfiguredNumber[]>;
  applications(): Promise<ConfiguredApplication[]>;
  domains(): Promise<ConfiguredDomain[]>;
  /** Alerts since a time, newest first; a thousand at most. */
  alerts(since: Date): Promise<Alert[]>;
  /** Sets parameters of a resource in Twilio's names, such as `VoiceUrl`. */
  update(kind: ConnectionKind, sid: string, parameters: Readonly<Record<string, string>>): Promise<void>;
};

/** The resources that send calls somewhere, by their paths below the account. */
const CONFIGURED_PATHS = {
  number: 'IncomingPhoneNumbers',
  application: 'Applications',
  domain: 'SIP/Domains',
} as const satisfies Record<ConnectionKind, string>;

const PAGE_SIZE = 1000;

/** A person waits for the answer. */
const PATIENCE_MS = 15_000;

/** Reads and changes the configuration of an account, through the official client. No request takes longer than 15 s. */
export function openTwilioConfiguration(
  accountSid: string,
  client: (signal?: AbortSignal) => Pick<Twilio, 'request'>,
): TwilioConfiguration {
  const request: Twilio['request'] = (options) => client(AbortSignal.timeout(PATIENCE_MS)).request(options);
  const base = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}`;
  const get = async (uri: string, params?: Record<string, string | number | undefined>): Promise<HttpAnswer> =>
    request({ method: 'get', uri, ...(params && { params }) });
  const list = async <Row>(kind: ConnectionKind, key: string, row: z.ZodType<Row>): Promise<Row[]> => {
    const rows: Row[] = [];
    const uri = `${base}/${CONFIGURED_PATHS[kind]}.json`;
    for await (const page of listPages(get, uri, { PageSize: PAGE_SIZE }, key, row)) rows.push(...page.rows);
    return rows;
  };
  return {
    async account() {
      const { body, headers } = await get(`${base}.json`);
      const date = Date.parse((headers as { date?: string }).date ?? '');
      return {
        account: readResource(accountState, body, 'the account'),
        at: Number.isNaN(date) ? undefined : new Date(date),
      };
    },
    numbers: () => list('number', 'incoming_phone_numbers', configuredNumber),
    applications: () => list('application', 'applications', configuredApplication),
    domains: () => list('domain', 'domains', configuredDomain),
    async alerts(since) {
      const params = { StartDate: since.toISOString(), PageSize: PAGE_SIZE };
      const { body } = await get('https://monitor.twilio.com/v1/Alerts', params);
      return readResource(alert.array(), (body as { alerts?: unknown }).alerts, 'alerts');
    },
    async update(kind, sid, parameters) {
      const uri = `${base}/${CONFIGURED_PATHS[kind]}/${encodeURIComponent(sid)}.json`;
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      await request({ method: 'post', uri, data: parameters, headers });
    },
  };
}
