/** A refusal as OpenAI words it. */
export class OpenAiError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  toJSON() {
    return { error: { message: this.message, type: this.type, param: null, code: null } };
  }
}

export const invalidRequest = (message: string): OpenAiError => new OpenAiError(400, 'invalid_request_error', message);
