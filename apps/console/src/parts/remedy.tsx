/** What to do about what is red, as the runbook says it, and the page of the documents with more. */
export const Remedy = ({ remedy, runbook }: { remedy: string; runbook: string | null }) => (
  <p className="whitespace-normal text-text">
    <span className="font-semibold">Do:</span> {remedy}
    {runbook && <span className="ml-2 text-11 text-muted">{runbook}</span>}
  </p>
);
