import type { ServerResponse } from 'node:http';

/** An error as RFC 9457 has it; `type` is `about:blank` where the title says all. */
export type ProblemDetails = {
  type?: string;
  title: string;
  status: number;
  detail: string;
  [member: string]: unknown;
};

/** Answers with an error as `application/problem+json`. */
export function sendProblem(
  response: ServerResponse,
  { type = 'about:blank', ...members }: ProblemDetails,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ type, ...members });
  const own = { 'content-type': 'application/problem+json; charset=utf-8', 'content-length': Buffer.byteLength(body) };
  response.writeHead(members.status, { ...own, ...headers }).end(body);
}
