import { useAge } from '../format/useAge';
import { Time } from './Time';

/** Relative time, with the absolute time on hover. */
export function Age({ time }: { time: string }) {
  return <Time time={time}>{useAge(time)}</Time>;
}
