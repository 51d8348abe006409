import {
  findCallbackPath,
  REPLY_FORMS,
  replyTo,
  type CallbackKind,
  type ReplyForm,
} from '@trunkline/telephony/callbacks';

/** How ingest answers a callback that it stored; a path of another version is taken for a notification. */
export function answerTo(rawTarget: string, kind: CallbackKind): ReplyForm {
  const path = findCallbackPath(rawTarget);
  return path ? REPLY_FORMS[replyTo(path, kind)] : '204';
}
