import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../http/request.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/dialogs/confirm-dialog.tsx';
import { DataTable, type Column } from '../lists/data-table.tsx';
import { Facts, Panel } from '../parts/panel.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered, FirstRun } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/times/time.tsx';
import { confirmToast } from '../parts/toasts/toast.ts';
import { useAccount } from './account-context.ts';
import { nameOf } from './account.ts';
import { useSignOut } from './sign-out.ts';
import { sessionsQuery, type Session } from './sessions.ts';

/** Who is logged in, and in which browsers. */
export function AccountPage() {
  const account = useAccount();
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <h1 className="text-20">Your account</h1>
      <Panel>
        <Facts
          facts={[
            ['Name', nameOf(account)],
            ['Role', account.role],
            ['Phone number', <Phone key="phone" number={account.phone_number} />],
          ]}
        />
      </Panel>
      <Sessions />
    </div>
  );
}

function Sessions() {
  const sessions = useQuery(sessionsQuery);
  const [isAsking, setAsking] = useState(false);
  const end = useEndSession();
  const endAll = useEndAllSessions();
  if (sessions.isPending) return <Skeleton label="Loading your sessions" />;
  const rows = sessions.data?.data ?? [];
  const table = (
    <Panel
      title="Sessions"
      end={
        rows.length > 0 && (
          <Button isSmall kind="danger" onClick={() => setAsking(true)}>
            Sign out everywhere…
          </Button>
        )
      }
    >
      {rows.length === 0 ? (
        <FirstRun title="You have no session">
          You are logged in without one, by a key or as the operator of this machine.
        </FirstRun>
      ) : (
        <DataTable
          label="Sessions"
          columns={columnsOf(end.mutate)}
          rows={rows}
          idOf={({ id }) => id}
          selectedId={null}
          onOpen={() => {}}
        />
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Sign out everywhere?"
        confirm="Sign out everywhere"
        onConfirm={() => endAll.mutate()}
        isPending={endAll.isPending}
        error={endAll.error}
      >
        All {rows.length} sessions end, this one too. Each browser has to log in again.
      </ConfirmDialog>
    </Panel>
  );
  return (
    <Answered by={sessions} error={sessions.error ?? end.error}>
      {table}
    </Answered>
  );
}

const columnsOf = (end: (session: Session) => void): Column<Session>[] => [
  {
    id: 'where',
    name: 'Browser',
    cell: ({ is_current }) => (is_current ? <Status tone="live">This one</Status> : 'Another one'),
  },
  { id: 'began', name: 'Logged in', cell: ({ created_at }) => <Time at={created_at} /> },
  { id: 'used', name: 'Last used', cell: ({ last_seen_at }) => <Time at={last_seen_at} /> },
  { id: 'ends', name: 'Ends', isSecondary: true, cell: ({ expires_at }) => <Time at={expires_at} /> },
  {
    id: 'end',
    name: 'Sign out',
    isNameHidden: true,
    cell: (session) =>
      session.is_current ? null : (
        <Button isSmall onClick={() => end(session)}>
          Sign out
        </Button>
      ),
  },
];

function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Session) => request(`/api/me/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: () => confirmToast('Signed out', 'The other browser has to log in again.'),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

function useEndAllSessions() {
  const signOut = useSignOut();
  return useMutation({
    mutationFn: () => request('/api/me/sessions', { method: 'DELETE' }),
    onSuccess: () => signOut.mutate(),
  });
}
