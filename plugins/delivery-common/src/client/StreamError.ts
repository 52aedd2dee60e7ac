import type { CodedMessage } from '../codedMessage';

/** Error of an event stream, with its kind. @public */
export class StreamError extends Error {
  /**
   * - `refused`: the backend does not allow the caller to read the topic
   * - `not-found`: the topic does not exist
   * - `limited`: the caller has reached a limit; see {@link StreamError.retryAfterMs}
   * - `unreachable`: the connection cannot be made
   * - `silent`: the backend sent nothing for too long
   * - `ended`: the backend or a proxy closed the connection
   * - `unreadable`: the client cannot read what the backend sends
   * - `error`: the backend answers with another error
   */
  readonly kind:
    | 'refused'
    | 'not-found'
    | 'limited'
    | 'unreachable'
    | 'silent'
    | 'ended'
    | 'unreadable'
    | 'error';

  /** Reason of the backend as a code with values, if it sent one */
  readonly problem?: CodedMessage;

  /** Time before the next attempt in milliseconds, if the backend requires one */
  readonly retryAfterMs?: number;

  constructor(
    kind: StreamError['kind'],
    message: string,
    problem?: CodedMessage,
    retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'StreamError';
    this.kind = kind;
    if (problem) this.problem = problem;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
