import { isPrivateHost } from '@trunkline/service';
import type { ApiConfig } from '../config.ts';
import { Problem } from './problem.ts';

/** What a URL of a client may be. */
export type UrlRules = {
  /** Field of the body, which the problem names. */
  field: string;
  mustBeHttps: boolean;
  /** Why a private network is refused, and the remedy; undefined where it is allowed. */
  refusesPrivate: string | undefined;
};

/** Throws a 422 for a URL that is requested in vain. A name that does not resolve yet is let through. */
export async function refuseUnreachable(url: string, { field, mustBeHttps, refusesPrivate }: UrlRules): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  const refuse = (reason: string) => new Problem('validation_failed', `${field}: ${reason}`);
  if (mustBeHttps && protocol !== 'https:') throw refuse('must be https in production.');
  if (port === '0') throw refuse('no server can listen on port 0. Name its real port.');
  if (refusesPrivate !== undefined && (await isPrivateHost(hostname)))
    throw refuse(`leads into a private network, ${refusesPrivate}`);
}

/** Of webhook endpoints: what worker-notify never requests. */
export const webhookRules = ({
  NODE_ENV,
  WEBHOOKS_ALLOW_PRIVATE,
}: Pick<ApiConfig, 'NODE_ENV' | 'WEBHOOKS_ALLOW_PRIVATE'>): UrlRules => ({
  field: 'url',
  mustBeHttps: NODE_ENV === 'production',
  refusesPrivate: WEBHOOKS_ALLOW_PRIVATE
    ? undefined
    : 'where nothing is delivered. Use a public address, or set WEBHOOKS_ALLOW_PRIVATE=true for api and worker-notify.',
});

/** Of dialogues: Twilio requests them, from the internet and not from this network. The pretended Twilio reaches any. */
export const dialogueRules = ({ NODE_ENV }: Pick<ApiConfig, 'NODE_ENV'>): UrlRules => ({
  field: 'dialogue_url',
  mustBeHttps: NODE_ENV === 'production',
  refusesPrivate: NODE_ENV === 'production' ? 'which Twilio cannot reach. Use a public address.' : undefined,
});
