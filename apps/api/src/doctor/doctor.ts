import { doctorReport } from '@trunkline/api-contract/doctor';
import type { Database } from '@trunkline/db/connection';
import { findDoctorRun, findLatestDoctorRun, requestDoctorRun, type DoctorRun } from '@trunkline/db/doctor';
import type { Storage } from '@trunkline/storage';
import {
  CHECKS_OF_TWILIO,
  DOCTOR_CHECKS,
  inOrder,
  reportStateOf,
  uncheckedOf,
  type DoctorCheck,
} from '@trunkline/telephony/doctor';
import type { ApiConfig } from '../config.ts';
import { awaitSettled } from '../http/await-settled.ts';
import { hasPermission, type Principal } from '../http/principal.ts';
import { actorName } from '../http/record-audit.ts';
import { route, type Route } from '../http/route.ts';
import type { SelfChecks } from '../processes/self-checks.ts';
import { checkProxy } from './check-proxy.ts';
import { ownChecks } from './own-checks.ts';

const about = { tag: 'Health', path: '/api/doctor' } as const;

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
          'Examines the proxy of this request, processes, Postgres, queue, store, inbox and outbound webhooks now, and adds the last examination of Twilio and of the public URL. POST makes a new one.',
        answers: { 200: doctorReport },
      },
      async ({ read, principal, request }) => {
        const [own, last] = await Promise.all([
          ownChecks(parts, read, mayReadWebhooks(principal)),
          read(findLatestDoctorRun),
        ]);
        return { json: presentReport([checkProxy(request), ...own], last) };
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
      async ({ read, change, actor, principal, request, response }) => {
        const entry = { event: 'installation.examined', entity: ({ id }: DoctorRun) => `doctor_run:${id}` };
        const { id } = await change(entry, (tx) => requestDoctorRun(tx, actorName(actor)));
        const own = [checkProxy(request), ...(await ownChecks(parts, read, mayReadWebhooks(principal)))];
        const look = async () => (await read((tx) => findDoctorRun(tx, id)))!;
        const run = await awaitSettled(look, ({ settledAt }) => settledAt !== null, patienceMs);
        if (run.settledAt !== null) return { json: presentReport(own, run) };
        response.location('/api/doctor');
        return { status: 202, json: presentReport(own, undefined) };
      },
    ),
  ];
};

const mayReadWebhooks = (principal: Principal): boolean => hasPermission(principal, 'webhooks.manage');

const OF_WORKER = [...CHECKS_OF_TWILIO, 'public-url'] as const;
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
