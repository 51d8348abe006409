import type { Actor, Permission } from '@trunkline/access';
import type { Scoped, Transaction } from '@trunkline/db/connection';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Principal } from './principal.ts';
import type { Tag } from './tags.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What an operation does, as the first word of its id: `pauseRecording`, `listCalls`. */
type Verb =
  | 'acknowledge'
  | 'cancel'
  | 'change'
  | 'count'
  | 'create'
  | 'decide'
  | 'delete'
  | 'dial'
  | 'discard'
  | 'drop'
  | 'examine'
  | 'explain'
  | 'fetch'
  | 'export'
  | 'follow'
  | 'get'
  | 'heal'
  | 'ignore'
  | 'list'
  | 'login'
  | 'logout'
  | 'mark'
  | 'pause'
  | 'raise'
  | 'release'
  | 'replay'
  | 'rescore'
  | 'resolve'
  | 'resume'
  | 'retry'
  | 'revoke'
  | 'rotate'
  | 'save'
  | 'schedule'
  | 'search'
  | 'set'
  | 'start'
  | 'stop'
  | 'sync'
  | 'test'
  | 'trigger';

/** Request headers that some endpoints read, besides credentials and the type of the body. */
export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'If-Range' | 'Last-Event-ID' | 'Range';
/** Response headers that some endpoints send, besides those of every answer. */
export type ResponseHeader = 'ETag' | 'Location';

/**
 * Describes an endpoint without its code. Guards, the parity proof and OpenAPI are made from it. A query parameter or
 * body field that is not described is refused.
 */
export type RouteSpec = {
  /** Unique name in OpenAPI, which clients use as the name of a function. */
  operationId: `${Verb}${string}`;
  method: Method;
  /** From the root, in Express' syntax: `/api/calls/:id`. */
  path: string;
  /** What an actor needs; `public` for endpoints that authenticate otherwise, such as signed URLs. */
  permission: Permission | 'public';
  tag: Tag;
  /** A few words for the list of operations. */
  summary: string;
  /** What it does, its limits and its errors, in sentences. */
  description: string;
  /** Describes each `:name` of the path. The handler checks the values: an id of another form is not found. */
  params?: Readonly<Record<string, z.ZodType>>;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** The body may be left out; all its fields are optional then. Default: false. */
  bodyIsOptional?: boolean;
  /** Maximal size of the body in bytes. Default: 16 KiB. */
  bodyLimit?: number;
  /** Content types read as JSON. Default: `application/json`. */
  bodyTypes?: readonly string[];
  /** Required body fields. If any is missing: 400 listing all, as the interview service did. */
  requiredFields?: readonly string[];
  /** Accepts an Idempotency-Key: a repeated request gets the first answer. */
  idempotent?: boolean;
  /** Request headers that the handler reads. */
  accepts?: readonly RequestHeader[];
  /** Response headers that the handler sets. */
  sends?: readonly ResponseHeader[];
  /** Content type of answers that are not JSON: `text/event-stream`. */
  answerType?: string;
  /** Schema of each successful answer, by status. */
  answers: Readonly<Record<number, z.ZodType>>;
};

type ParamName<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamName<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
/** Requires a description of each parameter of the path. */
type Params<Path extends string> = [ParamName<Path>] extends [never]
  ? unknown
  : { params: Readonly<Record<ParamName<Path>, z.ZodType>> };

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Event and entity of a change in the audit: `call.drop_requested` of `call:42`. */
export type AuditEntry<T> = { event: string; entity: string | ((result: T) => string) };

export type RouteContext<S extends RouteSpec = RouteSpec> = {
  request: Request;
  /** For headers, and for streamed bodies. */
  response: Response;
  requestId: string;
  principal: Principal;
  actor: Actor;
  /** True if the principal has this permission too, for answers that show more to some roles. */
  may: (permission: Permission) => boolean;
  query: Parsed<S['query']>;
  body: Parsed<S['body']>;
  params: Readonly<Record<string extends S['path'] ? string : ParamName<S['path']>, string>>;
  /** Reads as the actor, in one transaction. */
  read: <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>;
  /** Changes something as the actor, in one transaction with its audit entry. */
  change: <T>(entry: AuditEntry<T>, work: (tx: Scoped) => Promise<T>) => Promise<T>;
  /** The same with the API's own login, for sessions, which no role may write. */
  changeAsApi: <T>(entry: AuditEntry<T>, work: (tx: Transaction) => Promise<T>) => Promise<T>;
};

/** What a handler answers after its transactions have committed; `undefined` if it wrote the response itself. */
export type Answer = { status?: number; json: unknown } | { status?: number; text: string; type: string } | undefined;

export type Route = RouteSpec & { handle: (context: RouteContext) => Promise<Answer> };

/** An endpoint: its description and its handler. */
export const route = <const S extends RouteSpec>(
  spec: S & Params<S['path']>,
  handle: (context: RouteContext<S>) => Promise<Answer>,
): Route => ({
  ...(spec as RouteSpec),
  handle: handle as unknown as Route['handle'],
});

/** Three columns of three tables share this public name. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  callbackKind: 'event_type',
  callLogEvent: 'event_type',
  campaignEvent: 'event_type',
};

/** The name in JSON of a property of a row: in snake_case. */
export const publicName = (name: string): string =>
  SHOWN_AS[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A row as JSON: names in snake_case, ids as strings, times in UTC. Values of JSON columns are left as they are. */
export const present = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [publicName(name), typeof value === 'bigint' ? `${value}` : value]),
  );
