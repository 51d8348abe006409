import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import type { Truth } from '../truth/truth.ts';
import type { AiFaults } from './ai-faults.ts';
import type { AiLog } from './ai-log.ts';
import { answerChat, readChat } from './chat-completion.ts';
import { chatKind } from './complete-chat.ts';
import { checkParameters, respondWithFaults, invalidRequest, OpenAiError } from './openai-response.ts';
import { inventedJson, transcribe, transcriptionJson } from './transcription.ts';

export interface AiParts {
  truth: Truth;
  faults: AiFaults;
  log: AiLog;
  /** The accepted key; empty: any key. */
  key: string;
}

/** The part of OpenAI's API that transcribes recordings and completes chats. */
export function aiApi(parts: AiParts): Router {
  const { truth, faults, log, key } = parts;
  const router = express.Router();
  router.use((req, _res, next) => {
    const [, presented = ''] = /^Bearer (\S+)$/.exec(req.get('authorization') ?? '') ?? [];
    if (presented === '' || (key !== '' && presented !== key))
      throw new OpenAiError(401, 'invalid_request_error', 'Incorrect API key provided.');
    next();
  });
  router.post(
    '/audio/transcriptions',
    express.raw({ type: 'multipart/form-data', limit: maxAudio }),
    async (req, res) => {
      const form = await readForm(req);
      const file = form.get('file');
      const model = form.get('model');
      if (!(file instanceof File) || typeof model !== 'string') throw invalidRequest('file and model are required');
      checkParameters(faults, Object.fromEntries(form));
      const bytes = Buffer.from(await file.arrayBuffer());
      const transcribed = transcribe(bytes, (sid) => truth.recordings.find(sid)?.record);
      const recordingSid = transcribed?.recordingSid ?? null;
      const details = { kind: 'transcription', model, length: bytes.length, recordingSid, content: bytes } as const;
      await respondWithFaults(faults, log.open(details), res, (fault) => {
        if (!transcribed) throw invalidRequest('Invalid file format.');
        if (fault === 'invented') return inventedJson(transcribed, textIn(form, 'response_format'));
        return transcriptionJson(transcribed, textIn(form, 'response_format'), textIn(form, 'language'));
      });
    },
  );
  router.post('/chat/completions', express.json({ limit: maxPrompt }), async (req, res) => {
    const { model, chat, content } = readChat(req.body);
    checkParameters(faults, req.body as Record<string, unknown>);
    const kind = chatKind(chat);
    const request = log.open({ kind, model, length: content.length, recordingSid: null, content });
    const { gullible } = faults.settings;
    await respondWithFaults(faults, request, res, (fault) =>
      answerChat(chat, { model, content, isGullible: gullible, fault }),
    );
  });
  router.use(sendError);
  return router;
}

const maxAudio = '26mb';
const maxPrompt = '4mb';

function textIn(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}

function readForm(req: Request): Promise<FormData> {
  const headers = { 'content-type': req.get('content-type') ?? '' };
  const form = new globalThis.Response(Buffer.isBuffer(req.body) ? req.body : '', { headers }).formData();
  return form.catch(() => Promise.reject(invalidRequest('The body is not a multipart form.')));
}

const sendError: ErrorRequestHandler = (error, _req, res, next) => {
  const status = Number((error as { status?: unknown }).status ?? 500);
  if (status >= 500) return next(error);
  res.status(status).json(error instanceof OpenAiError ? error : invalidRequest((error as Error).message));
};
