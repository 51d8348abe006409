import type { ApiConfig } from './config.ts';
import type { Route } from './route.ts';

/** What the endpoints are made of. */
export type EndpointParts = { config: ApiConfig };

/** Every endpoint of the API. Guards, the parity proof and OpenAPI are made from this list, so nothing is served beside it. */
export const allRoutes = (_parts: EndpointParts): Route[] => [];
