/** Lines where content will be. They appear after 150 ms: a quick answer shows none. */
export const Skeleton = ({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) => (
  <div role="status" className="flex flex-col gap-3 p-4" data-state="loading">
    <span className="only-read">{label}</span>
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className={`skeleton h-4 ${['w-2/3', 'w-1/2', 'w-5/6'][line % 3]}`} />
    ))}
  </div>
);
