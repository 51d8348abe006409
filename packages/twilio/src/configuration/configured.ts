import { z } from 'zod';

/** What Twilio leaves out is empty. */
const text = z.string().nullish();
const voice = {
  voice_url: text,
  voice_method: text,
  voice_fallback_url: text,
  voice_fallback_method: text,
};

/** Rows of Twilio's lists, with what the doctor and `connect` read of them. */
export const configuredNumber = z.object({
  sid: z.string(),
  phone_number: z.string(),
  ...voice,
  voice_application_sid: text,
  voice_receive_mode: text,
  trunk_sid: text,
  status_callback: text,
  status_callback_method: text,
  capabilities: z.object({ voice: z.boolean().nullish() }).nullish(),
});
export const configuredApplication = z.object({
  sid: z.string(),
  friendly_name: text,
  ...voice,
  status_callback: text,
  status_callback_method: text,
});
export const configuredDomain = z.object({
  sid: z.string(),
  domain_name: z.string(),
  ...voice,
  voice_status_callback_url: text,
  voice_status_callback_method: text,
  auth_type: text,
  sip_registration: z.boolean().nullish(),
});
export const accountState = z.object({
  sid: z.string(),
  friendly_name: text,
  status: text,
  type: text,
  auth_token: text,
});
export const alert = z.object({
  error_code: z.coerce.string(),
  log_level: text,
  date_generated: text,
  request_url: text,
});

export type ConfiguredNumber = z.output<typeof configuredNumber>;
export type ConfiguredApplication = z.output<typeof configuredApplication>;
export type ConfiguredDomain = z.output<typeof configuredDomain>;
export type AccountState = z.output<typeof accountState>;
export type Alert = z.output<typeof alert>;
