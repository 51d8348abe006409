/**
 * The forms that each parameter of a request is sent in, best first; `none` leaves it out. A form that the server refuses
 * is not sent again by this process.
 */
const LADDERS = {
  limit: ['max_tokens', 'max_completion_tokens', 'none'],
  temperature: ['zero', 'none'],
  /** `plain_schema`: without bounds such as `maxLength`, which some servers do not know. */
  format: ['json_schema', 'plain_schema', 'json_object', 'none'],
  speechFormat: ['verbose_json', 'json', 'none'],
  language: ['given', 'none'],
} as const;

export type ParameterName = keyof typeof LADDERS;
export type Forms = { [Name in ParameterName]: (typeof LADDERS)[Name][number] };

/** Which of our parameters each request has, by the names that a server knows them by. */
export const CHAT_PARAMETERS = {
  max_tokens: 'limit',
  max_completion_tokens: 'limit',
  temperature: 'temperature',
  response_format: 'format',
  /** The roles keep speech and instructions apart: no other form of them is sent. */
  role: null,
} as const satisfies Record<string, ParameterName | null>;
export const SPEECH_PARAMETERS = {
  temperature: 'temperature',
  response_format: 'speechFormat',
  language: 'language',
} as const satisfies Record<string, ParameterName>;

export type Parameters = {
  forms(): Forms;
  /** Takes the next form of this parameter; false where there is none. `used` was refused, perhaps by another request too. */
  giveUp(name: ParameterName, used: string): boolean;
};

/** What one model accepts, as far as this process has found out. */
export function openParameters(): Parameters {
  const forms: Record<ParameterName, string> = {
    limit: LADDERS.limit[0],
    temperature: LADDERS.temperature[0],
    format: LADDERS.format[0],
    speechFormat: LADDERS.speechFormat[0],
    language: LADDERS.language[0],
  };
  return {
    forms: () => ({ ...forms }) as Forms,
    giveUp(name, used) {
      if (forms[name] !== used) return true; // another request found out meanwhile
      const ladder: readonly string[] = LADDERS[name];
      const next = ladder[ladder.indexOf(used) + 1];
      if (next === undefined) return false;
      forms[name] = next;
      return true;
    },
  };
}
