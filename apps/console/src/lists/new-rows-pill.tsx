/** Says that rows wait, since none moves under a pointer. */
export const NewRowsPill = ({ count, onShow }: { count: number; onShow: () => void }) =>
  count === 0 ? null : (
    <button
      type="button"
      onClick={onShow}
      className="sticky top-[calc(var(--top-height,3rem)+0.5rem)] z-10 mx-auto -mb-6 flex h-6 items-center self-center rounded-full border border-accent bg-accent px-3 text-12 font-semibold text-on-accent shadow-lg"
    >
      {count} new
    </button>
  );
