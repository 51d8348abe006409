import type Twilio from 'twilio/lib/rest/Twilio.js';

/** POSTs to the account's resources; returns the body of the answer. */
export type OrderSender = {
  /** Sets a state: repeated until Twilio answers. */
  order(path: readonly string[], data: object, signal?: AbortSignal): Promise<unknown>;
  /** Creates something: sent once; without an answer its outcome is unknown. */
  make(path: readonly string[], data: object, signal?: AbortSignal): Promise<unknown>;
};

type Clients = Record<'ordering' | 'making', (signal?: AbortSignal) => Twilio>;

/** Sends commands about live calls, through the official client. */
export function openOrderSender(accountSid: string, { ordering, making }: Clients): OrderSender {
  const send = async (client: Twilio, path: readonly string[], data: object): Promise<unknown> => {
    const resource = path.map(encodeURIComponent).join('/');
    const uri = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/${resource}.json`;
    return (await client.request({ method: 'post', uri, data })).body;
  };
  return {
    order: (path, data, signal) => send(ordering(signal), path, data),
    make: (path, data, signal) => send(making(signal), path, data),
  };
}
