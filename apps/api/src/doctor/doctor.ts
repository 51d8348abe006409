import { covers, scopeOf } from '@trunkline/access';
import { doctorReport } from '@trunkline/api-contract/doctor';
import type { Database } from '@trunkline/db/connection';
import { findDoctorRun, findLatestDoctorRun, requestDoctorRun, type DoctorRun } from '@trunkline/db/doctor';
import type { Storage } from '@trunkline/storage';
import { DOCTOR_CHECKS, inOrder, reportStateOf, uncheckedOf, type DoctorCheck } from '@trunkline/telephony/doctor';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiConfig } from '../config.ts';
import type { Principal } from '../http/principal.ts';
import { actorName } from '../http/record-audit.ts';
import { route, type Route } from '../http/route.ts';
import type { SelfChecks } from '../processes/self-checks.ts';
import { ownChecks } from './own-checks.ts';

const about = { tag: 'Health', path: '/api/doctor' } as const;
const POLL_MS = 200;

type Parts = {
  config: Pick<ApiConfig, 'REDIS_URL'>;
  db: Database;
  storage: Pick<Storage, 'get'>;
  selfChecks: SelfChecks;
  patienceMs: number;
};

export const doctorRoutes = ({ config, db, storage, selfChecks, patienceMs }: Parts): Route[] => {
  const parts = { selfChecks, storage, redisUrl: config.REDIS_URL, db };
  return [
    route(
      {
        ...about,
        operationId: 'getDoctorReport',
        method: 'get',
        permission: 'doctor.read',
        summary: 'Get what is misconfigured',
        description:
          'Examines processes, Postgres, queue, store, inbox and outbound webhooks now, and adds the last examination of Twilio and of the public URL. POST makes a new one.',
        answers: { 200: doctorReport },
      },
      async ({ read, principal }) => {
        const [own, last] = await Promise.all([
          ownChecks(parts, read, mayReadWebhooks(principal)),
          read(findLatestDoctorRun),
        ]);
        return { json: presentReport(own, last) };
      },
    ),
    route(
      {
        ...about,
        operationId: 'examineInstallation',
        method: 'post',
        permission: 'doctor.run',
        summary: 'Examine everything',
        description:
          'Has worker-reconcile read what is configured at Twilio (account, numbers, applications, SIP domains, alerts of the last hour) and post a signed callback to WEBHOOK_BASE_URL, and adds what the API examines itself. Every finding has what to do. Answers 202 where that takes longer than some seconds: then GET has the rest.',
        sends: ['Location'],
        answers: { 200: doctorReport, 202: doctorReport },
      },
      async ({ read, change, actor, principal, response }) => {
        const entry = { event: 'installation.examined', entity: ({ id }: DoctorRun) => `doctor_run:${id}` };
        const { id } = await change(entry, (tx) => requestDoctorRun(tx, actorName(actor)));
        const own = await ownChecks(parts, read, mayReadWebhooks(principal));
        const until = performance.now() + patienceMs;
        for (;;) {
          const run = await read((tx) => findDoctorRun(tx, id));
          if (run?.settledAt) return { json: presentReport(own, run) };
          if (performance.now() > until) {
            response.location('/api/doctor');
            return { status: 202, json: presentReport(own, undefined) };
          }
          await delay(POLL_MS);
        }
      },
    ),
  ];
};

const mayReadWebhooks = ({ actor, scopes }: Principal): boolean =>
  scopeOf(actor.role, 'webhooks.manage') !== undefined && covers(scopes, 'webhooks.manage');

const OF_WORKER = [
  'twilio-account',
  'clock',
  'public-url',
  'numbers',
  'applications',
  'sip-domains',
  'alerts',
] as const;
const NOT_YET = 'worker-reconcile has not examined it yet; check that it runs';

function presentReport(own: readonly DoctorCheck[], run: DoctorRun | undefined): object {
  const now = new Date();
  const ofWorker = run?.checks ?? OF_WORKER.map((name) => uncheckedOf(name, 'unknown', NOT_YET));
  const checks = inOrder([...own, ...ofWorker]);
  return {
    state: reportStateOf(checks),
    is_settled: run !== undefined,
    checks: checks.map((check) => ({
      ...check,
      title: DOCTOR_CHECKS[check.name],
      checked_at: own.includes(check) ? now : (run?.settledAt ?? null),
    })),
  };
}
