import type { ReactNode } from 'react';

type IconProps = { className?: string };

/** An icon says what the word next to it says, so it is hidden from readers. */
const icon = (content: ReactNode) =>
  function Icon({ className = 'size-4' }: IconProps) {
    return (
      <svg className={`${className} shrink-0`} viewBox="0 0 16 16" fill="none" aria-hidden="true" focusable="false">
        <g stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
          {content}
        </g>
      </svg>
    );
  };

const filled = { fill: 'currentColor', stroke: 'none' } as const;

/** Of states: each has a form of its own, for those who do not see its colour. */
export const LiveIcon = icon(<circle cx="8" cy="8" r="5" {...filled} />);
export const RingIcon = icon(
  <>
    <circle cx="8" cy="8" r="5" />
    <path d="M8 8V3a5 5 0 0 1 5 5z" {...filled} />
  </>,
);
export const WarnIcon = icon(<path d="M8 2.5 14 13H2z" {...filled} />);
export const BadIcon = icon(<rect x="3" y="3" width="10" height="10" rx="1" {...filled} />);
export const IdleIcon = icon(<circle cx="8" cy="8" r="4.5" />);
export const AiIcon = icon(
  <path d="M8 2c.6 3.6 2.4 5.4 6 6-3.6.6-5.4 2.4-6 6-.6-3.6-2.4-5.4-6-6 3.6-.6 5.4-2.4 6-6z" {...filled} />,
);
export const DoneIcon = icon(<path d="m3 8.5 3.5 3.5L13 5" />);
export const WaitingIcon = icon(<circle cx="8" cy="8" r="5" strokeDasharray="3 2.6" />);

export const InboundIcon = icon(<path d="M12.5 3.5 4 12m0-6v6h6" />);
export const OutboundIcon = icon(<path d="M3.5 12.5 12 4m0 6V4H6" />);
export const InternalIcon = icon(<path d="M2.5 8h11M5 5.5 2.5 8 5 10.5M11 5.5 13.5 8 11 10.5" />);
export const CloseIcon = icon(<path d="m4 4 8 8m0-8-8 8" />);
export const ChevronIcon = icon(<path d="m4.5 6.5 3.5 3.5 3.5-3.5" />);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4" />
    <path d="m10 10 3.5 3.5" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3H4a1.5 1.5 0 0 0-1.5 1.5v6" />
  </>,
);
export const ElsewhereIcon = icon(<path d="M6 3.5H3.5v9h9V10M9 2.5h4.5V7m0-4.5L7.5 8.5" />);
export const PauseIcon = icon(<path d="M5.5 3.5v9m5-9v9" strokeWidth="2.5" />);
export const PlayIcon = icon(<path d="M5 3v10l8-5z" {...filled} />);
export const MenuIcon = icon(<path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11" />);
export const MoreIcon = icon(
  <>
    <circle cx="3" cy="8" r="1.25" {...filled} />
    <circle cx="8" cy="8" r="1.25" {...filled} />
    <circle cx="13" cy="8" r="1.25" {...filled} />
  </>,
);
export const SoundIcon = icon(<path d="M2.5 6v4H5l3.5 3V3L5 6zm8.5.5a2.5 2.5 0 0 1 0 3m1.5-5a5 5 0 0 1 0 7" />);
export const SilentIcon = icon(<path d="M2.5 6v4H5l3.5 3V3L5 6zm8.5 0 3 4m0-4-3 4" />);
export const PersonIcon = icon(
  <>
    <circle cx="8" cy="5.5" r="2.5" />
    <path d="M3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4" />
  </>,
);
