import { randomBytes } from 'node:crypto';
import type { Form } from './make-form.ts';

/** The form without every field, and with its query left out, that the failure does not need; each attempt is a new call. */
export async function shrinkForm(form: Form, fails: (form: Form) => Promise<boolean>): Promise<Form> {
  let small = renewed(form);
  if (!(await fails(small))) return form; // it fails only together with other forms
  const [path = ''] = small.target.split('?');
  const bare = renewed({ ...small, target: path });
  if (await fails(bare)) small = bare;
  for (const [name] of form.pairs) {
    if (name === 'CallSid' || name === 'AccountSid') continue;
    const less = renewed({ ...small, pairs: small.pairs.filter(([other]) => other !== name) });
    if (await fails(less)) small = less;
  }
  return small;
}

function renewed(form: Form): Form {
  const callSid = `CA${randomBytes(16).toString('hex')}`;
  return { ...form, callSid, pairs: form.pairs.map(([name, value]) => [name, name === 'CallSid' ? callSid : value]) };
}
