import { useEffect, useRef, useState } from 'react';

const EVERY_MS = 5000;

/** Says a summary to screen readers at most every five seconds: never each row. */
export function Announcer({ summary }: { summary: string }) {
  const [said, setSaid] = useState('');
  const saidAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, saidAt.current + EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      saidAt.current = Date.now();
      setSaid(summary);
    }, wait);
    return () => clearTimeout(timer);
  }, [summary]);
  return (
    <p role="status" className="only-read">
      {said}
    </p>
  );
}
