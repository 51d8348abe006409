/** The table before its first answer, with its columns in place. */
export const TableSkeleton = ({
  columns,
  label,
}: {
  columns: readonly { id: string; name: string; isSecondary?: boolean }[];
  label: string;
}) => (
  <div role="status" data-state="loading" className="appear-late">
    <span className="only-read">Loading {label}</span>
    <div aria-hidden="true">
      <div className="flex border-b border-line">
        {columns.map(({ id, name, isSecondary }) => (
          <span
            key={id}
            className={`grow basis-0 truncate px-3 py-1.5 font-semibold text-muted ${isSecondary ? 'max-md:hidden' : ''}`}
          >
            {name}
          </span>
        ))}
      </div>
      {Array.from({ length: 8 }, (_, row) => (
        <div key={row} className="flex h-9 items-center border-b border-line last:border-0">
          {columns.map(({ id, isSecondary }, column) => (
            <span key={id} className={`grow basis-0 px-3 ${isSecondary ? 'max-md:hidden' : ''}`}>
              <span className={`skeleton block h-3 ${['w-2/3', 'w-1/2', 'w-4/5'][(row + column) % 3]}`} />
            </span>
          ))}
        </div>
      ))}
    </div>
  </div>
);
