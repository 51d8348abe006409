import type { Actor, Permission } from '@trunkline/access';
import type { Queryable, Scoped } from '@trunkline/db/connection';
import type { Request, Response } from 'express';
import type { z } from 'zod';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * What there is to know about an endpoint without its code: guards, parity proof and OpenAPI are made from it. Anything
 * that is not in `query` or `body` is refused.
 */
export type RouteSpec = {
  method: Method;
  /** From the root, as Express has it: `/api/calls/:id`. */
  path: string;
  /** What an actor needs; `public` for what proves itself otherwise, such as a signed URL. */
  permission: Permission | 'public';
  tag: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** A body may be left out; its fields are all optional then. */
  bodyIsOptional?: boolean;
  /** Bytes that a body may have; 16 KiB when not said. */
  bodyLimit?: number;
  /** What a JSON body may call itself; `application/json` when not said. */
  bodyTypes?: readonly string[];
  /** Fields whose absence is a 400 that names them all, as a replaced system had it. */
  demands?: readonly string[];
  /** Takes an Idempotency-Key: a second request with it is answered as the first was. */
  idempotent?: boolean;
  /** What an answer is where it is no JSON: `text/event-stream`. */
  answerType?: string;
  /** By status; JSON where nothing else is said. */
  answers: Readonly<Record<number, z.ZodType>>;
};

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a change is called in the audit: `call.drop_requested` of `call:42`. */
export type Done<T> = { event: string; entity: string | ((result: T) => string) };

export type RouteContext<S extends RouteSpec = RouteSpec> = {
  request: Request;
  /** For headers, and for what streams. */
  response: Response;
  requestId: string;
  actor: Actor;
  /** Whether the actor may do this too, for answers of which some see more than others. */
  may: (permission: Permission) => boolean;
  query: Parsed<S['query']>;
  body: Parsed<S['body']>;
  params: Readonly<Record<string, string>>;
  /** Reads as the actor, in one transaction. */
  read: <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>;
  /** Changes something as the actor, in one transaction with its line in the audit. */
  change: <T>(done: Done<T>, work: (tx: Scoped) => Promise<T>) => Promise<T>;
  /** The same as the API's own login, for what belongs to no role: sessions. */
  changeAsApi: <T>(done: Done<T>, work: (tx: Queryable) => Promise<T>) => Promise<T>;
};

/** What a handler answers with, once everything is committed; `undefined` where it wrote the response itself. */
export type Answer = { status?: number; json: unknown } | { status?: number; text: string; type: string } | undefined;

export type Route = RouteSpec & { handle: (context: RouteContext) => Promise<Answer> };

/** An endpoint: what it is, and what it does. */
export const route = <const S extends RouteSpec>(
  spec: S,
  handle: (context: RouteContext<S>) => Promise<Answer>,
): Route => ({
  ...(spec as RouteSpec),
  handle: handle,
});
