import {
  StreamError,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  StreamMessage,
  StreamTopic,
} from '@fairway/backstage-plugin-delivery-common';

/** Time to collect changes of the topics of an open connection, so that a change of the page causes one request. */
const COLLECT_MS = 20;

interface Subscription extends StreamTopic {
  send(message: StreamMessage): void;
  /** Ends the subscription's messages with an error */
  fail(error: unknown): void;
  hasFailed: boolean;
}

/**
 * The one connection of a browser tab to the event stream, for all topics of the
 * tab: browsers allow six connections to a host. When a topic is added or removed,
 * a new connection replaces it and resumes after the received events.
 */
export class TabStream {
  readonly #open: (
    topics: StreamTopic[],
    signal: AbortSignal,
  ) => AsyncIterable<StreamMessage>;
  readonly #clock: Clock;
  readonly #subscriptions = new Set<Subscription>();
  #connection: AbortController | undefined;
  #isChanging = false;

  static create(options: {
    /** Opens a connection; @throws StreamError when the backend refuses it */
    open(
      topics: StreamTopic[],
      signal: AbortSignal,
    ): AsyncIterable<StreamMessage>;
    clock: Clock;
  }): TabStream {
    return new TabStream(options);
  }

  private constructor({ open, clock }: Parameters<typeof TabStream.create>[0]) {
    this.#open = open;
    this.#clock = clock;
  }

  /**
   * Messages of one topic, until the signal aborts.
   *
   * @throws StreamError when the backend refuses the topic or the connection
   * breaks; the reason of the signal when it aborts
   */
  async *follow(
    topic: StreamTopic,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage> {
    const { subscription, messages } = subscribe(topic);
    const leave = () => subscription.fail(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    this.#subscriptions.add(subscription);
    this.#reconnect();
    const reader = messages.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      signal.removeEventListener('abort', leave);
      this.#subscriptions.delete(subscription);
      if (!subscription.hasFailed || signal.aborted) this.#reconnect();
    }
  }

  async #reconnect(): Promise<void> {
    if (this.#isChanging) return;
    this.#isChanging = true;
    // The first connection only waits for what mounts at the same time.
    const isConnected = this.#connection?.signal.aborted === false;
    const wait = isConnected ? COLLECT_MS : 0;
    await this.#clock.delay(wait, new AbortController().signal);
    this.#isChanging = false;
    this.#connection?.abort();
    if (!this.#subscriptions.size) return;
    this.#connection = new AbortController();
    this.#run(this.#connection);
  }

  async #run(connection: AbortController): Promise<void> {
    const { signal } = connection;
    const subscriptions = [...this.#subscriptions];
    let end: unknown = new StreamError('ended', '');
    try {
      const topics = subscriptions.map(({ path, lastEventId }) => ({
        path,
        lastEventId,
      }));
      for await (const message of this.#open(topics, signal)) {
        if (signal.aborted) return;
        dispatch(subscriptions, message);
      }
    } catch (error) {
      end = error;
    }
    if (signal.aborted) return;
    subscriptions.forEach(subscription => subscription.fail(end));
    connection.abort();
  }
}

function dispatch(subscriptions: Subscription[], message: StreamMessage): void {
  if (message.type !== 'event') {
    subscriptions.forEach(subscription => subscription.send(message));
    return;
  }
  const { name = '', id, data } = message;
  const [index, isError] = name.split('-');
  const subscription = subscriptions.at(Number(index));
  if (!subscription) return;
  if (isError) subscription.fail(topicError(data));
  else {
    subscription.lastEventId = id;
    subscription.send({ type: 'event', id, data });
  }
}

function topicError(data: string): StreamError {
  const error = JSON.parse(data);
  const problem = problemOf(error);
  const { message } = problem;
  switch (error.name) {
    case 'NotAllowedError':
      return new StreamError('refused', message, problem);
    case 'NotFoundError':
      return new StreamError('not-found', message, problem);
    default:
      return new StreamError('error', message, problem);
  }
}

function subscribe(topic: StreamTopic) {
  let send!: Subscription['send'];
  let fail!: Subscription['fail'];
  const messages = new ReadableStream<StreamMessage>({
    start: controller => {
      send = message => controller.enqueue(message);
      fail = error => controller.error(error);
    },
  });
  const subscription: Subscription = {
    ...topic,
    hasFailed: false,
    send: message => {
      if (!subscription.hasFailed) send(message);
    },
    fail: error => {
      if (subscription.hasFailed) return;
      subscription.hasFailed = true;
      fail(error);
    },
  };
  return { subscription, messages };
}
