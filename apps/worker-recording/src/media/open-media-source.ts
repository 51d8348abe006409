import { credentialsOf } from '@trunkline/twilio/credentials';
import type { TwilioRestConfig } from '@trunkline/twilio/rest-env';
import { bulkhead } from 'cockatiel';
import { Agent, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { finished } from 'node:stream/promises';
import { MediaError } from './media-error.ts';
import { mayHaveCredentials, mediaPlace, withChannels, type Announced, type MediaConfig } from './media-url.ts';
import { readAnswer, type Media } from './read-answer.ts';
import { readFrugally } from './read-frugally.ts';
import { requestOnce } from './request-once.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** A source of media. */
export type MediaSource = Disposable & {
  /** Rejects with `MediaError`. A body that is not read to its end must be destroyed. */
  open(recording: Announced, signal: AbortSignal): Promise<Media>;
};

/** Fetches media from Twilio, and from your own storage. */
export function openMediaSource(
  config: TwilioRestConfig & MediaConfig & { RECORDING_FETCHES_AT_ONCE: number },
): MediaSource {
  const agents = {
    'http:': readFrugally(new Agent({ keepAlive: true })),
    'https:': readFrugally(new SecureAgent({ keepAlive: true })),
  };
  const limiter = bulkhead(config.RECORDING_FETCHES_AT_ONCE, Number.POSITIVE_INFINITY);
  const { username, password } = credentialsOf(config);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  /** Follows redirects by hand: each step decides anew whether to send the credentials, and whether to send a request at all. */
  async function follow(start: URL, signal: AbortSignal): Promise<IncomingMessage> {
    let url = start;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const isTrusted = mayHaveCredentials(url, config.TWILIO_API_URL);
      const isOurApi = config.TWILIO_API_URL !== undefined && url.origin === new URL(config.TWILIO_API_URL).origin;
      if (url.protocol !== 'https:' && !isOurApi)
        throw new MediaError('refused', 'redirected to plain HTTP', { host: url.host });
      const response = await requestOnce(url, {
        agent: agents[url.protocol as keyof typeof agents],
        authorization: isTrusted ? authorization : undefined,
        mayBePrivate: isOurApi,
        signal,
      });
      const location = response.headers.location;
      if (!REDIRECTS.includes(response.statusCode ?? 0) || location === undefined) return response;
      response.destroy();
      if (!URL.canParse(location, url.href))
        throw new MediaError('refused', 'redirected to an invalid URL', { host: url.host });
      url = new URL(location, url);
    }
    throw new MediaError('refused', 'redirected too often', { host: url.host });
  }

  async function request(recording: Announced, signal: AbortSignal): Promise<Media> {
    const place = mediaPlace(recording, config);
    if (!place) throw new MediaError('refused', 'is no recording SID');
    if (place.channels === null) return readAnswer(await follow(place.url, signal), place);
    const response = await follow(withChannels(place, place.channels).url, signal);
    if (response.statusCode !== 400 || place.channels === 1) return readAnswer(response, place);
    response.destroy(); // a mono recording has no two channels to give
    const mono = withChannels(place, 1);
    return readAnswer(await follow(mono.url, signal), mono);
  }

  return {
    open(recording, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Media>();
      const untilRead = async (): Promise<void> => {
        const media = await request(recording, signal);
        resolve(media);
        await finished(media.body);
      };
      limiter.execute(untilRead).catch(reject); // once it is open, its reader gets the error
      return promise;
    },
    [Symbol.dispose]: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}
