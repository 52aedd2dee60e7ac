import type { Interruption } from './DeliveryApi';

/** Why a stream cannot be had, or ended, where that is known. */
export class StreamError extends Error {
  readonly kind: 'refused' | 'not-found' | Interruption['cause'];

  constructor(kind: StreamError['kind'], message: string) {
    super(message);
    this.name = 'StreamError';
    this.kind = kind;
  }
}
