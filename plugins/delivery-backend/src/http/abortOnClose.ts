import type { Response } from 'express';

/** A signal that aborts when the client disconnects. */
export function abortOnClose(res: Response): AbortSignal {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  return gone.signal;
}
