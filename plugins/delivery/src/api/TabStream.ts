import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { abortOnSilence } from './silence';
import { StreamError } from './StreamError';
import type { StreamMessage } from './LiveFeed';

/** Topics that come and go together, as when a page opens, share one request. */
const TOGETHER_MS = 20;

/** What is followed, and after which event. */
export interface FollowedTopic {
  path: string;
  lastEventId: string | undefined;
}

/** A message, and which of the topics that were asked for it is about; of all, where none is named. */
export type TabMessage =
  | Exclude<StreamMessage, { type: 'event' }>
  | { type: 'event'; name?: string; id?: string; data: string };

interface Subscription extends FollowedTopic {
  send(message: StreamMessage): void;
  /** There will be no more of it over the connection that it had */
  fail(error: unknown): void;
  hasFailed: boolean;
}

/**
 * The one connection over which a browser's tab follows all that it shows:
 * browsers allow six to one host. Where a topic comes or goes, another
 * connection takes its place and goes on after what was received.
 */
export class TabStream {
  readonly #open: (
    topics: FollowedTopic[],
    signal: AbortSignal,
  ) => Promise<AsyncIterable<TabMessage>>;
  readonly #clock: Clock;
  readonly #subscriptions = new Set<Subscription>();
  #connection = new AbortController();
  #isChanging = false;

  static create(options: {
    /** Opens a connection; @throws StreamError when the backend refuses it */
    open(
      topics: FollowedTopic[],
      signal: AbortSignal,
    ): Promise<AsyncIterable<TabMessage>>;
    clock: Clock;
  }): TabStream {
    return new TabStream(options);
  }

  private constructor({ open, clock }: Parameters<typeof TabStream.create>[0]) {
    this.#open = open;
    this.#clock = clock;
  }

  /**
   * Follows one topic until the signal aborts.
   *
   * @throws StreamError when the topic is refused, or the connection breaks off
   */
  async *follow(
    topic: FollowedTopic,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage> {
    const { subscription, messages } = subscribed(topic);
    const leave = () => subscription.fail(new StreamError('paused', ''));
    signal.addEventListener('abort', leave, { once: true });
    this.#subscriptions.add(subscription);
    this.#change();
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
      if (!subscription.hasFailed || signal.aborted) this.#change();
    }
  }

  async #change(): Promise<void> {
    if (this.#isChanging) return;
    this.#isChanging = true;
    await this.#clock.delay(TOGETHER_MS, new AbortController().signal);
    this.#isChanging = false;
    this.#connection.abort();
    this.#connection = new AbortController();
    if (this.#subscriptions.size) this.#run(this.#connection);
  }

  async #run(connection: AbortController): Promise<void> {
    const { signal } = connection;
    const topics = [...this.#subscriptions];
    let end: unknown = new StreamError('ended', '');
    try {
      const asked = topics.map(({ path, lastEventId }) => ({
        path,
        lastEventId,
      }));
      const opening = this.#open(asked, signal);
      for await (const message of await abortOnSilence(opening, this.#clock)) {
        if (signal.aborted) return;
        receive(topics, message);
      }
    } catch (error) {
      end = error;
    }
    if (signal.aborted) return;
    topics.forEach(topic => topic.fail(end));
    connection.abort();
  }
}

function receive(topics: Subscription[], message: TabMessage): void {
  if (message.type !== 'event') {
    topics.forEach(topic => topic.send(message));
    return;
  }
  const { name = '', id, data } = message;
  const [place, isRefusal] = name.split('-');
  const topic = topics.at(Number(place));
  if (!topic) return;
  if (isRefusal) topic.fail(refusal(data));
  else {
    topic.lastEventId = id;
    topic.send({ type: 'event', id, data });
  }
}

function refusal(data: string): StreamError {
  const { name, message } = JSON.parse(data);
  if (name === 'NotAllowedError') return new StreamError('refused', message);
  if (name === 'NotFoundError') return new StreamError('not-found', message);
  return new StreamError('error', message);
}

function subscribed(topic: FollowedTopic) {
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
