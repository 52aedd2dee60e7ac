export { Backoff } from './Backoff';
export type { BackoffLimits, BackoffOptions } from './Backoff';
export { systemClock } from './Clock';
export type { Clock } from './Clock';
export { Coalescer } from './Coalescer';
export type { CoalescerOptions } from './Coalescer';
export { SilenceWatchdog } from './SilenceWatchdog';
export type { SilenceWatchdogOptions } from './SilenceWatchdog';
