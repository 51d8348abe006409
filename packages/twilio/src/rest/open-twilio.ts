import type { Clock, Logger } from '@trunkline/service';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import Twilio from 'twilio/lib/rest/Twilio.js';
import { openAccountReader, type AccountReader } from './account-reader.ts';
import { openRecordingController } from './resources/control-recording.ts';
import { openCallPlacer } from './resources/create-call.ts';
import { openCallEnder } from './resources/end-call.ts';
import { budgetedHttpClient } from './http-client.ts';
import { openOrderSender } from './post-resource.ts';
import { openRequestBudget, PACE, type Pace, type RequestBudget, type RequestReport } from './request-budget.ts';
import type { TelephonyProvider } from '../twilio-account.ts';
import { ACCOUNT_SID } from '@trunkline/telephony/callbacks';
import { otherAccounts } from '../accounts.ts';
import { credentialsFor, credentialsOf, type TwilioCredentials } from './twilio-credentials.ts';
import type { TwilioRestConfig } from './twilio-rest-env.ts';

/** Twilio's REST API for the calls of one account. */
export type TwilioAccount = AccountReader &
  TelephonyProvider & {
    /**
     * The API for a call's account, within the same budget: itself for our own account, and for one that is unknown or not
     * given.
     */
    ofAccount(accountSid: string | null): TwilioAccount;
    /** Our account and the configured subaccounts, to list the calls of each. */
    accounts(): TwilioAccount[];
  };

export type TwilioRest = TwilioAccount &
  Disposable & {
    /** The official client with all its APIs, within the same budget. */
    client: (signal?: AbortSignal) => Twilio;
    /**
     * Attempts since the start; `refused` counts answers 429 and 5xx, `failed` those, 401, 403 and no answer; `maxInFlight` is
     * the most at one time.
     */
    usage(): ReturnType<RequestBudget['usage']>;
  };

export type TwilioOptions = {
  log?: Pick<Logger, 'info' | 'warn'>;
  onRequest?: (report: RequestReport) => void;
  /** For tests, which wait for less time. */
  pace?: Partial<Pace>;
  /** The clock of delays between attempts; real time without it. */
  clock?: Pick<Clock, 'realMs'>;
};

/** Twilio's REST API for one account, within one budget. Disposal aborts every request and closes the sockets. */
export function openTwilio(config: TwilioRestConfig, { log, onRequest, pace, clock }: TwilioOptions = {}): TwilioRest {
  const { TWILIO_ACCOUNT_SID: ownSid, TWILIO_API_URL: origin } = config;
  const ownCredentials = credentialsOf(config);
  const closing = new AbortController();
  const agent = new (origin?.startsWith('http:') ? Agent : SecureAgent)({ keepAlive: true });
  const budget = openRequestBudget({
    maxInFlight: config.TWILIO_MAX_IN_FLIGHT,
    credentials: ownCredentials.variables,
    pace: { ...PACE, ...pace },
    realMs: (ms) => clock?.realMs(ms) ?? ms,
    onRequest,
    onOpen: (nextTryAt) =>
      log?.warn({ next_try_at: nextTryAt }, 'Twilio’s REST API fails; it is left alone for a while'),
    onClose: () => log?.info('Twilio’s REST API answers again'),
  });

  const others = otherAccounts({ TWILIO_SUBACCOUNTS: new Set(), TWILIO_AUTH_TOKENS: new Map(), ...config });
  const isKnown = (sid: string): boolean =>
    sid !== ownSid && (others === 'any' ? ACCOUNT_SID.test(sid) : others.has(sid));
  const opened = new Map<string, TwilioAccount>();

  function ofAccount(sid: string | null): TwilioAccount {
    if (sid === null || !isKnown(sid)) return own;
    const account = opened.get(sid) ?? openAccount(sid, credentialsFor(config, sid)).account;
    opened.set(sid, account);
    return account;
  }

  function openAccount(accountSid: string, { username, password, variables }: TwilioCredentials) {
    /** The official client accepts no signal, so each signal gets a client of its own, which costs microseconds. */
    const clientOf = (signal: AbortSignal | undefined, setsStates: boolean): Twilio =>
      new Twilio(username, password, {
        accountSid,
        region: config.TWILIO_REGION ?? '', // empty, or the client would read the environment itself
        edge: config.TWILIO_EDGE ?? '',
        httpClient: budgetedHttpClient(budget, {
          origin,
          agent,
          setsStates,
          credentials: variables,
          signal: signal ? AbortSignal.any([closing.signal, signal]) : closing.signal,
        }),
      });

    const client = (signal?: AbortSignal): Twilio => clientOf(signal, false);
    const orders = openOrderSender(accountSid, { making: client, ordering: (signal) => clientOf(signal, true) });
    const reader = openAccountReader(accountSid, client);
    const account: TwilioAccount = {
      ...reader,
      ...openCallPlacer(accountSid, client),
      ...openCallEnder(orders, reader),
      ...openRecordingController(orders, reader),
      ofAccount,
      accounts: () => [own, ...(others === 'any' ? [] : [...others].filter(isKnown).map(ofAccount))],
    };
    return { account, client };
  }

  const { account: own, client } = openAccount(ownSid, ownCredentials);
  return {
    ...own,
    client,
    usage: budget.usage,
    [Symbol.dispose]: () => {
      closing.abort(new Error('The Twilio client is closed'));
      agent.destroy();
    },
  };
}
