/** An error in Twilio's format, with Twilio's code. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toJSON() {
    const { status, code, message } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }

  /** The format for requests other than `.json`. */
  toXml(): string {
    const { status, code, message } = this;
    return (
      `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Code>${code}</Code><Message>${message}</Message>` +
      `<MoreInfo>https://www.twilio.com/docs/errors/${code}</MoreInfo><Status>${status}</Status></RestException></TwilioResponse>`
    );
  }
}

export const notFound = (path: string): RestError =>
  new RestError(404, 20404, `The requested resource ${path} was not found`);

export const invalidParameter = (name: string, value: string): RestError =>
  new RestError(400, 20001, `Invalid parameter ${name}: ${JSON.stringify(value)}`);
