import { buttonClass, Button } from '../../parts/button.tsx';
import { CopyIcon } from '../../parts/icons.tsx';
import { Menu, MenuItem } from '../../parts/menus/menu.tsx';
import { confirmToast } from '../../parts/toasts/toast.ts';
import { isDemo } from '../../page-config.ts';
import type { Trace } from './trace-query.ts';

/** What a person does with a call as a whole. A simulated call is not at Twilio. */
export function CallActions({ callKey, trace }: { callKey: string; trace: Trace }) {
  const sid = trace.call?.call_sid ?? null;
  const copy = (text: string, what: string) =>
    void navigator.clipboard.writeText(text).then(() => confirmToast(`${what} copied`));
  const path = `${location.origin}/api/calls/${encodeURIComponent(callKey)}/trace`;
  return (
    <div className="ml-auto flex gap-2">
      <Menu
        align="end"
        trigger={
          <Button>
            <CopyIcon /> Copy
          </Button>
        }
      >
        <MenuItem onChoose={() => copy(location.href, 'Link')}>Link to this view</MenuItem>
        {sid !== null && <MenuItem onChoose={() => copy(sid, 'SID')}>SID</MenuItem>}
        <MenuItem onChoose={() => copy(JSON.stringify(trace, null, 2), 'JSON')}>Everything as JSON</MenuItem>
        <MenuItem onChoose={() => copy(`curl -H "Authorization: Bearer $TRUNKLINE_KEY" '${path}'`, 'Command')}>
          The same as curl
        </MenuItem>
      </Menu>
      {!isDemo && sid !== null && (
        <a
          className={buttonClass()}
          href={`https://console.twilio.com/us1/monitor/logs/calls/${sid}`}
          target="_blank"
          rel="noreferrer"
        >
          Open in Twilio ↗
        </a>
      )}
    </div>
  );
}
