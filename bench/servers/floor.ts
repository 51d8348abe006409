/** The floor: a bare `node:http` server that answers 204 and reads no body. */
import { serveBench } from './serve-bench.ts';

serveBench((_request, response) => response.writeHead(204).end());
