import { floor } from '@trunkline/api-contract/floor';
import { countFloor, listFloor } from '@trunkline/db/floor';
import { ANSWERED_SHARE_SECONDS, JUST_ENDED_SECONDS, WAITING_LONG_SECONDS } from '@trunkline/telephony/floor';
import { CONFIRM_WITHIN_SECONDS, SIREN_ALERT_SECONDS } from '@trunkline/telephony/live-control';
import { presentListedCall } from '../calls/present-listed-call.ts';
import { present, route, type Route } from '../http/route.ts';

const THRESHOLDS = {
  waiting_seconds: WAITING_LONG_SECONDS,
  siren_alert_seconds: SIREN_ALERT_SECONDS,
  recording_confirm_seconds: CONFIRM_WITHIN_SECONDS,
  answered_share_seconds: ANSWERED_SHARE_SECONDS,
  just_ended_seconds: JUST_ENDED_SECONDS,
};

export const floorRoutes = (): Route[] => [
  route(
    {
      operationId: 'getFloor',
      method: 'get',
      path: '/api/floor',
      permission: 'calls.read',
      tag: 'Live calls',
      summary: 'Get the calls of this moment',
      description:
        'Returns the live calls and those that have just ended, each with its contact, reader, order, open siren, live control and missing callbacks, and the figures of the floor. Clients and readers get the calls and figures of their own orders.',
      answers: { 200: floor },
    },
    async ({ read }) => {
      const now = new Date();
      const [{ rows, limited }, counts] = await read(
        async (tx) => [await listFloor(tx), await countFloor(tx)] as const,
      );
      return {
        json: {
          data: rows.map((row) => presentListedCall(row, now)),
          limited,
          counts: present(counts),
          thresholds: THRESHOLDS,
          as_of: now,
        },
      };
    },
  ),
];
