import type { Database } from '@trunkline/db';
import type { Logger } from '@trunkline/service';
import { Router, type RequestHandler } from 'express';
import { admitApplications, demandKey } from './admit-applications.ts';
import type { ApiConfig } from './config.ts';
import { refuseForeignWrites } from './refuse-foreign-writes.ts';
import { candidateRoutes } from './routes/candidates.ts';
import { interviewRoutes } from './routes/interviews.ts';
import { templateRoutes } from './routes/interview-templates.ts';
import { triggerRoutes } from './routes/trigger-interview.ts';
import { twilioDebugRoutes } from './routes/twilio-debug.ts';

const PATHS = ['/trigger-interview', '/interviews', '/interview-templates', '/candidates', '/twilio'];

/** All that the interview service answers under `/api`, for applications with a key and for operators. */
export function interviewServiceRoutes(
  { db, config, log }: { db: Database; config: ApiConfig; log: Logger },
  neverStored: RequestHandler,
): Router {
  const router = Router();
  router.use(PATHS, refuseForeignWrites, neverStored, admitApplications(config));
  router.use('/trigger-interview', demandKey(config));
  router.use(triggerRoutes({ db, config, log }), interviewRoutes({ db, config, log }));
  router.use(templateRoutes(db), candidateRoutes(db), twilioDebugRoutes(db, config));
  return router;
}
