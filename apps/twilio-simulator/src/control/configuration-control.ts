import express, { type Router } from 'express';
import type { Configuration } from '../configuration/configuration.ts';

/** Control of what is configured in the account: its state, numbers, applications, SIP domains and alerts. */
export function configurationControl(configuration: Configuration): Router {
  const router = express.Router();
  const show = () => ({
    account: configuration.account,
    numbers: [...configuration.resources.numbers.values()],
    applications: [...configuration.resources.applications.values()],
    sipDomains: [...configuration.resources.sipDomains.values()],
    alerts: configuration.alerts,
  });
  router.get('/account', (_req, res) => void res.json(show()));
  router.put('/account', express.json(), (req, res) => {
    configuration.replace(req.body);
    res.json(show());
  });
  return router;
}
