import { Facts } from '../parts/panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { DeliveryAnswer } from './delivery-columns.tsx';
import { DELIVERY_STATE_WORDS, type Delivery } from './webhooks-query.ts';

/** One message with its payload. */
export const DeliveryPanel = ({ delivery, url, onClose }: { delivery: Delivery; url: string; onClose: () => void }) => (
  <SidePanel title={delivery.event} closeName="Close the message" onClose={onClose}>
    <Facts
      facts={[
        [
          'State',
          <Status key="state" tone={DELIVERY_STATE_WORDS[delivery.state].tone}>
            {DELIVERY_STATE_WORDS[delivery.state].words}
          </Status>,
        ],
        ['Endpoint', url],
        ['Last answer', <DeliveryAnswer key="answer" {...delivery} />],
        ['Attempts', delivery.attempts],
        ['Created', <Time key="created" at={delivery.created_at} />],
        [
          'Delivered',
          delivery.delivered_at ? (
            <Time key="delivered" at={delivery.delivered_at} />
          ) : (
            <Absent key="delivered" because="not yet" />
          ),
        ],
        ['webhook-id', <code key="id">{delivery.message_id}</code>],
      ]}
    />
    <section className="border-t border-line px-4 py-3">
      <h3 className="pb-1 text-12 font-semibold text-muted">Payload</h3>
      <pre className="font-mono text-12 whitespace-pre-wrap">{JSON.stringify(delivery.payload, null, 2)}</pre>
    </section>
  </SidePanel>
);
