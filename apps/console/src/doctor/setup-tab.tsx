import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConnectPanel } from '../connections/connect-panel.tsx';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered, Failure } from '../parts/states.tsx';
import { Time } from '../parts/times/time.tsx';
import { CheckList } from './check-list.tsx';
import { doctorQuery, useExamination, type DoctorReport } from './doctor-query.ts';

/** All on the way from Twilio to this page: what is wrong, what to do, and which numbers send their calls here. */
export function SetupTab() {
  const account = useAccount();
  const asked = useQuery(doctorQuery);
  const examination = useExamination();
  const [target, setTarget] = useState<string>();
  const mayConnect = mayUse(account, 'configuration.connect');
  const { data, isPending } = asked;
  return (
    <div className="flex flex-col gap-4">
      <Panel
        title={data ? <Summary {...data} /> : 'Doctor'}
        end={
          mayUse(account, 'doctor.run') && (
            <Button
              isSmall
              disabledBecause={examination.isPending && 'Twilio is asked.'}
              onClick={() => examination.mutate()}
            >
              {examination.isPending ? 'Examining…' : 'Examine now'}
            </Button>
          )
        }
      >
        {examination.isError && (
          <div className="px-4 pt-3">
            <Failure error={examination.error} onRetry={() => examination.mutate()} />
          </div>
        )}
        {isPending ? (
          <Skeleton label="Loading what was examined" lines={8} />
        ) : (
          <Answered by={asked}>
            {data && <CheckList checks={data.checks} onConnect={mayConnect ? setTarget : undefined} />}
          </Answered>
        )}
      </Panel>
      {mayConnect && <ConnectPanel key={target} target={target} onChanged={() => examination.mutate()} />}
    </div>
  );
}

function Summary({ checks, state }: DoctorReport) {
  const findings = checks.flatMap((check) => check.findings);
  const failures = findings.filter(({ level }) => level === 'failure').length;
  const warnings = findings.length - failures;
  const at = checks.find(({ name }) => name === 'numbers')?.checked_at;
  const words = [
    ...(failures > 0 ? [`${failures} wrong`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  const nothing = state === 'unknown' ? 'Not all was examined yet' : 'Nothing is wrong';
  return (
    <span role="status">
      {words.join(', ') || nothing}
      {at && (
        <>
          {'; Twilio was asked '}
          <Time at={at} />
        </>
      )}
    </span>
  );
}
