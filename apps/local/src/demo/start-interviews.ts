import { CANDIDATES, TEMPLATES } from './cast.ts';
import type { Send } from './send-json.ts';

type Senders = { asAdmin: Send; simulator: Send };

/** Triggers a short and a long interview of simulated candidates, in real time; returns the id of the short one. */
export async function startInterviews({ asAdmin, simulator }: Senders): Promise<string> {
  const { data } = await asAdmin<{ data: { job_description_id: string }[] }>('/api/interview-templates');
  const known = new Set(data.map(({ job_description_id }) => job_description_id));
  const [quick] = [await trigger('quick'), await trigger('thorough')];
  return quick;

  async function trigger(name: keyof typeof CANDIDATES): Promise<string> {
    const [candidate, template] = [CANDIDATES[name], TEMPLATES[name]];
    await simulator('/simulator/candidates', { number: candidate.phone, script: 'strong', speed: 1 });
    const { id } = await asAdmin<{ id: string }>('/api/candidates', candidate);
    const { job_description_id } = template;
    if (!known.has(job_description_id)) await asAdmin('/api/interview-templates', template);
    const order = { candidate_id: id, job_description_id };
    return (await asAdmin<{ interview_id: string }>('/api/trigger-interview', order)).interview_id;
  }
}
