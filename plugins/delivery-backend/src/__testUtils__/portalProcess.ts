/* A portal in a process of its own, to be ended by a signal. */
import { TestPortal } from './TestPortal';

// Told, and not the process' end: that would end it by itself.
process.on('unhandledRejection', error =>
  process.send?.({ unhandled: String(error) }),
);

TestPortal.start(JSON.parse(process.argv[2])).then(({ base }) =>
  process.send?.({ base }),
);
