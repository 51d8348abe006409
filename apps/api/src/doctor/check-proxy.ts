import { isProxied } from '@trunkline/service';
import { checkOf, uncheckedOf, warning, type DoctorCheck } from '@trunkline/telephony/doctor';
import type { Request } from 'express';

/** Whether TRUSTED_PROXIES names the proxy through which this request came. */
export function checkProxy(request: Request): DoctorCheck {
  if (!isProxied(request)) return uncheckedOf('proxy', 'off', 'this request came through none');
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isTrusted = request.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  const findings = isTrusted(address, 0) ? [] : [notTrusted(address)];
  return checkOf('proxy', `this request came through ${address}`, findings);
}

const notTrusted = (address: string) =>
  warning(
    'proxy-not-trusted',
    `TRUSTED_PROXIES of api does not name ${address}: all people behind it share the limits of one address.`,
    `If the proxy is yours, set TRUSTED_PROXIES=${address} for api and ingest. See docs/operations/one-origin.md.`,
  );
