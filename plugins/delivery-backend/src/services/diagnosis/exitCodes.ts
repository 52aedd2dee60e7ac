import type { TerminationRecord } from '../../kubernetes';

// Of Linux on the common architectures.
const SIGNALS: Record<number, string> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

const LAST_SIGNAL = 64;

/** Reason of an end that the kubelet has not seen. */
export const UNKNOWN_END = 'ContainerStatusUnknown';

/** A signal that ended a container. */
export interface EndSignal {
  name: string;
  /** Whether it follows from the exit code only, which a program may also choose itself */
  isFromExitCode: boolean;
}

/**
 * The signal that ended a container; undefined if none did. A shell and the container
 * runtimes report signal n as exit code 128 + n; other exit codes above 128 are the
 * program's own, such as 255 for `exit(-1)`.
 */
export function signalOf({
  exitCode,
  signal,
  reason,
}: TerminationRecord): EndSignal | undefined {
  // The kubelet does not know how the container ended, and reports 137.
  if (reason === UNKNOWN_END) return undefined;
  const number = signal || exitCode - 128;
  if (number < 1 || number > LAST_SIGNAL) return undefined;
  return {
    name: SIGNALS[number] ?? String(number),
    isFromExitCode: !signal,
  };
}
