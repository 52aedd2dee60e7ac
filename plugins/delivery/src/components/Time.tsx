import type { ReactNode } from 'react';
import { formatDateTime } from '../format/formatTime';
import { useLanguage } from '../format/useLanguage';

/** Text about a time (ISO), with the absolute time on hover. */
export function Time(props: { time: string; children: ReactNode }) {
  const { time, children } = props;
  const language = useLanguage();
  return (
    <time dateTime={time} title={formatDateTime(time, language)}>
      {children}
    </time>
  );
}
