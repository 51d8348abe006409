import { beginRecording } from '../recordings/record-leg.ts';
import type { Talk } from './talk.ts';

/** A call placed with `Record=true` is recorded from its answer to its end. */
export function recordWholeCall({ play, leg, order, storage, said }: Talk): void {
  if (!order.recording) return;
  const { channels, callback } = order.recording;
  const { random } = play;
  beginRecording(play, leg, {
    sid: `RE${random.hex(32)}`,
    source: 'OutboundAPI',
    channels,
    isSilent: false,
    storage,
    subscription: callback,
    random,
    spoken: () => said.join(' '),
  });
}
