/* A portal in its own process, to be stopped by a signal. */
import { TestPortal } from './TestPortal';

// Sends a message instead of exiting: an exit would stop the portal by itself.
process.on('unhandledRejection', error =>
  process.send?.({ unhandled: String(error) }),
);

TestPortal.start(JSON.parse(process.argv[2])).then(({ base }) =>
  process.send?.({ base }),
);
