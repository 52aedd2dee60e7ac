import type { Response } from 'express';

/** Aborts when whoever asked has gone. */
export function abortOnClose(res: Response): AbortSignal {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  return gone.signal;
}
