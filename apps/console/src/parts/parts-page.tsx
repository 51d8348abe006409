import { useState, type ReactNode } from 'react';
import { RequestError } from '../http/request-error.ts';
import { Button } from './button.tsx';
import { FactChip, FilterChip, Tag, ToggleChip } from './chip.tsx';
import { ConfirmDialog } from './dialogs/confirm-dialog.tsx';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { Dialog } from './dialogs/dialog.tsx';
import { Field } from './field.tsx';
import { KeyHint } from './key-hint.tsx';
import { Menu, MenuChoices, MenuItem, MenuLine, MenuSwitch } from './menus/menu.tsx';
import { MoreButton } from '../lists/more-button.tsx';
import { NewRowsPill } from '../lists/new-rows-pill.tsx';
import { Facts, Panel } from './panel.tsx';
import { Phone } from './phone/phone.tsx';
import { Progress } from './progress.tsx';
import { ReasonDialog } from './dialogs/reason-dialog.tsx';
import { Remedy } from './remedy.tsx';
import { SearchField } from './search-field.tsx';
import { SidePanel } from './side-panel.tsx';
import { Skeleton } from './skeleton.tsx';
import { Failure, FailureOver, FirstRun, NotFound, NothingFound, Partial } from './states.tsx';
import { Status } from './status.tsx';
import { TableSkeleton } from '../lists/table-skeleton.tsx';
import { Tabs } from './tabs.tsx';
import { Absent, Ago, Duration, Elapsed, Time } from './times/time.tsx';
import { Tile } from './tile.tsx';
import { confirmToast } from './toasts/toast.ts';
import type { Tone } from './tone.ts';

const SERIES = [3, 4, 4, 6, 5, 8, 9, 7, 7, 11, 12, 10];
const STARTED = new Date(Date.now() - 761_000).toISOString();

const error = new RequestError({
  code: 'database_unavailable',
  title: 'Database unavailable',
  detail: 'The database does not answer. Retry in a moment.',
  status: 503,
  request_id: 'req_0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f',
});

/** Every part in every state, for those who build screens. Shown in development only. */
export const PartsPage = () => (
  <div className="flex flex-col gap-6">
    <h1 className="text-20">Parts</h1>
    <Part name="Type">
      <div className="flex flex-wrap items-baseline gap-4">
        <span className="text-24 font-semibold">24 figures</span>
        <span className="text-20 font-semibold">20 title</span>
        <span className="text-16">16 verdict</span>
        <span className="text-13">13 text</span>
        <span className="text-12">12 heading</span>
        <span className="text-11">11 tag</span>
        <code>code 0123456789</code>
      </div>
    </Part>
    <Part name="Status">
      {(['live', 'ring', 'warn', 'bad', 'idle', 'ai'] satisfies Tone[]).map((tone) => (
        <Status key={tone} tone={tone}>
          {TONES[tone]}
        </Status>
      ))}
    </Part>
    <Part name="Buttons">
      <Button>Ordinary</Button>
      <Button kind="primary">Primary</Button>
      <Button kind="danger">Drop…</Button>
      <Button kind="quiet">Quiet</Button>
      <Button isSmall>Small</Button>
      <Button disabledBecause="The page is stale: retry the connection first.">Not now</Button>
    </Part>
    <Part name="Chips and tags">
      <Toggle />
      <FilterChip name="Ringing" onRemove={() => {}}>
        Ringing
      </FilterChip>
      <FactChip>Last 24 h · Europe/Berlin</FactChip>
      <Tag>DEMO</Tag>
      <Tag>SIM</Tag>
    </Part>
    <Part name="Times, durations and numbers">
      <Time at={STARTED} />
      <Elapsed since={STARTED} />
      <Duration seconds={3661} />
      <Duration seconds={null} />
      <Phone number="+15085550133" />
      <Phone number="+49305550114" />
      <Phone number="sip:dispatcher@example.com" />
      <Absent because="not recorded" />
      <KeyHint keys="g 1" />
      <KeyHint keys="$mod+k" />
    </Part>
    <Part name="Menus, dialogs and toasts">
      <MenuSample />
      <DialogSample />
      <ConfirmSample />
      <Button onClick={() => confirmToast('Signed out', 'The other browser has to log in again.')}>Toast</Button>
      <NewRowsPill count={7} onShow={() => {}} />
    </Part>
    <Part name="Fields">
      <div className="w-64">
        <Field label="Name" defaultValue="grace" hint="As it is at your login." />
      </div>
      <div className="w-64">
        <Field label="Password" type="password" defaultValue="secret" error="The name or the password is wrong." />
      </div>
    </Part>
    <Part name="Search and progress">
      <SearchField
        label="SID or number; Enter searches"
        placeholder="SID, number"
        value={undefined}
        onSearch={() => {}}
      />
      <div className="w-64">
        <Progress
          label="Sample of an operation"
          total={120}
          parts={[
            { count: 70, tone: 'live' },
            { count: 6, tone: 'bad' },
            { count: 12, tone: 'ring' },
          ]}
        />
      </div>
    </Part>
    <Part name="Side panel">
      <PanelSample />
    </Part>
    <Part name="Tiles">
      <div className="grid w-full grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-3">
        <Tile name="In progress" value="8" note="of 12 live" series={SERIES} />
        <Tile name="Waiting > 30 s" value="1" note="longest 0:47" alarm="warn" series={SERIES} threshold={10} />
        <Tile name="Sirens" value="1" note="unanswered, 41 s" alarm="bad" />
      </div>
    </Part>
    <Panel title="Table, with a row that needs a person, a selected one and one that has ended">
      <DataTable
        label="Sample"
        columns={COLUMNS}
        rows={ROWS}
        idOf={({ id }) => id}
        selectedId="2"
        onOpen={() => {}}
        toneOf={({ id }) => (id === '1' ? 'alarm' : id === '4' ? 'ended' : undefined)}
      />
    </Panel>
    <Panel title="Facts">
      <Facts
        facts={[
          [
            'Signature',
            <Status key="signature" tone="live" isStrong={false}>
              valid
            </Status>,
          ],
          ['Our answer', '204 after 3 ms'],
        ]}
      />
    </Panel>
    <Panel title="Loading">
      <Skeleton />
    </Panel>
    <Panel title="Loading a table">
      <TableSkeleton columns={COLUMNS} label="samples" />
    </Panel>
    <Panel title="Empty, first run">
      <FirstRun title="No calls yet" action={<Button kind="primary">Send a signed test callback</Button>}>
        Calls appear here after their first callback.
      </FirstRun>
    </Panel>
    <Panel title="Empty, filtered">
      <NothingFound filters={['State: Ringing or Busy', 'Direction: inbound']} onClear={() => {}} />
    </Panel>
    <Part name="Error">
      <Failure error={error} onRetry={() => {}} />
    </Part>
    <Part name="Error above the last good content">
      <FailureOver error={error} onRetry={() => {}} isRetrying>
        <Panel>
          <DataTable
            label="Sample of before"
            columns={COLUMNS}
            rows={ROWS.slice(0, 2)}
            idOf={({ id }) => id}
            selectedId={null}
            onOpen={() => {}}
          />
        </Panel>
      </FailureOver>
    </Part>
    <Part name="Partial">
      <Partial answered={12} of={14} missing={['worker-dialer', 'worker-notify']} />
    </Part>
    <Part name="Tabs, and what to do">
      <Tabs
        label="Sample tabs"
        tabs={[
          { name: 'Health', search: {}, isShown: true },
          { name: 'Queues', search: {}, isShown: false },
        ]}
      />
      <Remedy
        remedy="Start Postgres, or correct DATABASE_URL; the log of each process names the cause."
        runbook="docs/operations/database.md#outages"
      />
      <Ago at={STARTED} />
      <ReasonSample />
      <MoreButton list={{ hasNextPage: true, isFetchingNextPage: false, fetchNextPage: async () => {} }}>
        Show older gaps
      </MoreButton>
    </Part>
    <Panel title="Not found, and forbidden">
      <NotFound />
    </Panel>
  </div>
);

const TONES: Readonly<Record<Tone, string>> = {
  live: 'In progress',
  ring: 'Ringing',
  warn: 'Unconfirmed',
  bad: 'Failed',
  idle: 'Completed',
  ai: 'Scored by a model',
};

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <section className="flex flex-col gap-2">
    <h2 className="text-12 text-muted">{name}</h2>
    <div className="flex flex-wrap items-center gap-4">{children}</div>
  </section>
);

function Toggle() {
  const [isOn, setOn] = useState(true);
  return (
    <>
      <ToggleChip isOn={isOn} onChange={setOn}>
        Ringing 3
      </ToggleChip>
      <ToggleChip isOn={!isOn} onChange={() => setOn(!isOn)}>
        Recording 5
      </ToggleChip>
    </>
  );
}

function MenuSample() {
  const [theme, setTheme] = useState('light');
  const [isOn, setOn] = useState(false);
  const choices = ['light', 'dark'].map((value) => ({ value, label: value }));
  return (
    <Menu trigger={<Button>Menu</Button>}>
      <MenuItem onChoose={() => {}}>Replay…</MenuItem>
      <MenuItem onChoose={() => {}} disabledBecause="The page is stale: retry the connection first.">
        Not now
      </MenuItem>
      <MenuLine />
      <MenuChoices name="Theme" value={theme} choices={choices} onChange={setTheme} />
      <MenuLine />
      <MenuSwitch isOn={isOn} onChange={setOn}>
        Relative times
      </MenuSwitch>
    </Menu>
  );
}

function DialogSample() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Dialog…</Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Shortcuts">
        <p className="p-4">The content of the dialog.</p>
      </Dialog>
    </>
  );
}

function PanelSample() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Side panel…</Button>
      {isOpen && (
        <SidePanel title="One row" closeName="Close the row" onClose={() => setOpen(false)}>
          <p className="p-4">The content of the panel.</p>
        </SidePanel>
      )}
    </>
  );
}

function ConfirmSample() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Drop…
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="End the call with +1 508 555 0133?"
        confirm="End the call"
        onConfirm={() => setOpen(false)}
      >
        Amara has talked for 12:41. This hangs up on the caller.
      </ConfirmDialog>
    </>
  );
}

function ReasonSample() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Pause…</Button>
      {isOpen && (
        <ReasonDialog
          onClose={() => setOpen(false)}
          title="Pause the queue dialer?"
          confirm="Pause the queue"
          onConfirm={() => setOpen(false)}
          isPending={false}
        >
          No call is placed until it is resumed.
        </ReasonDialog>
      )}
    </>
  );
}

type Row = { id: string; tone: Tone; number: string; seconds: number };
const ROWS: Row[] = [
  { id: '1', tone: 'bad', number: '+15085550133', seconds: 761 },
  { id: '2', tone: 'live', number: '+49305550114', seconds: 247 },
  { id: '3', tone: 'ring', number: '+16175550118', seconds: 6 },
  { id: '4', tone: 'idle', number: '+13125550182', seconds: 432 },
];
const COLUMNS: Column<Row>[] = [
  { id: 'state', name: 'State', cell: ({ tone }) => <Status tone={tone}>{TONES[tone]}</Status> },
  { id: 'party', name: 'Party', cell: ({ number }) => <Phone number={number} /> },
  { id: 'duration', name: 'Duration', isNumeric: true, cell: ({ seconds }) => <Duration seconds={seconds} /> },
];
