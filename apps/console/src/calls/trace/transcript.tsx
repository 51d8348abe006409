import type { interviewFlow } from '@trunkline/api-contract/interviews';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { output } from 'zod';
import { request } from '../../http/request.ts';
import { mayUse, useAccount } from '../../identity/account-context.ts';
import { Button } from '../../parts/button.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Failure } from '../../parts/states.tsx';
import type { Question } from './trace-query.ts';

type Flow = output<typeof interviewFlow>;
type Answer = Flow['responses'][number];

/** The question of which a recording has the answer, and what was said, read when it is wanted. */
export function Transcript({ question }: { question: Question }) {
  const [isWanted, setWanted] = useState(false);
  const mayRead = mayUse(useAccount(), 'interviews.read');
  return (
    <div className="flex flex-col items-start gap-2">
      <p>
        <span className="text-muted">Question {question.question_number}:</span> {question.question}
        {question.score !== null && <span className="text-muted"> Score {question.score} of 10.</span>}
      </p>
      {mayRead && !isWanted && (
        <Button isSmall onClick={() => setWanted(true)}>
          Show the transcript
        </Button>
      )}
      {isWanted && <Words question={question} />}
    </div>
  );
}

function Words({ question }: { question: Question }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['interviews', question.interview_id, 'flow'],
    queryFn: ({ signal }) => request<Flow>(`/api/interviews/${question.interview_id}/flow`, { signal }),
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton label="Loading the transcript" />;
  const answer = data.responses.find(({ recording_sid }) => recording_sid === question.recording_sid);
  return (
    <blockquote className="max-w-prose border-l-2 border-line-strong pl-3 whitespace-pre-line" data-transcript>
      {answer?.transcript ?? <span className="text-muted">{absence(answer)}</span>}
    </blockquote>
  );
}

function absence(answer: Answer | undefined): string {
  if (!answer) return 'The interview has no answer with this recording.';
  return answer.error ?? `There is no transcript: ${answer.transcript_status}.`;
}
