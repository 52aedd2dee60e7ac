import { useAge } from '../format/useAge';

/** How long ago a time was; the time itself on hover. */
export function Age({ time }: { time: string }) {
  return (
    <time dateTime={time} title={new Date(time).toLocaleString()}>
      {useAge(time)}
    </time>
  );
}
