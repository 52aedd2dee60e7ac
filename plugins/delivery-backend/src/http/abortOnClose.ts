import type { Response } from 'express';

/** A signal that aborts when the client disconnects. */
export function abortOnClose(res: Response): AbortSignal {
  const gone = new AbortController();
  // A client that has already disconnected emits no event any more.
  if (res.closed) gone.abort();
  else res.on('close', () => gone.abort());
  return gone.signal;
}
