import type { Response } from 'express';

interface Trouble {
  status: number;
  code: number;
  message: string;
}

/** A refusal as Twilio words it to those who did not ask for JSON. */
export const exceptionXml = ({ status, code, message }: Trouble): string =>
  `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Code>${code}</Code><Message>${message}</Message>` +
  `<MoreInfo>https://www.twilio.com/docs/errors/${code}</MoreInfo><Status>${status}</Status></RestException></TwilioResponse>`;

export function restException(res: Response, trouble: Trouble): void {
  res.status(trouble.status).type('application/xml').send(exceptionXml(trouble));
}
