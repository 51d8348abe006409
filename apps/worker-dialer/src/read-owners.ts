import type { CallEvent, TwilioRest } from '@trunkline/twilio/rest';

/** Named where a call's callbacks go to URLs without an intent: somebody else placed it. */
const SOMEBODY_ELSE = 'somebody-else';

/** The intents that Twilio's own record of its requests about a call names; empty while it made none. */
export async function readOwners(twilio: Pick<TwilioRest, 'listCallEvents'>, callSid: string): Promise<string[]> {
  const owners = new Set<string>();
  for await (const { rows } of twilio.listCallEvents(callSid))
    for (const { request } of rows) {
      const owner = ownerOf(request);
      if (owner !== undefined) owners.add(owner);
    }
  return [...owners];
}

function ownerOf({ url, parameters }: CallEvent['request']): string | undefined {
  if (url === null || !URL.canParse(url)) return undefined;
  const named = new URL(url).searchParams.get('intent_id');
  if (named !== null) return named;
  return 'CallbackSource' in parameters || 'callback_source' in parameters ? SOMEBODY_ELSE : undefined;
}
