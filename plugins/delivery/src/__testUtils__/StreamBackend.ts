import type { FetchApi } from '@backstage/core-plugin-api';
import type {
  Changes,
  Delivery,
  DeliveryEvent,
  PipelinesEvent,
  ReleasePage,
  ServicePipelines,
  TimelinePage,
} from '@fairway/backstage-plugin-delivery-common';

interface Refusal {
  status: number;
  name: string;
  message: string;
}

/** Fake of the delivery backend behind fetch, whose answers a test sets. */
export class StreamBackend implements FetchApi {
  /** Requested URLs, and the paths of subscribed topics */
  readonly requests: Array<{ url: string; lastEventId?: string }> = [];
  /** Requested URLs of releases and timelines */
  readonly history: string[] = [];
  releases: ReleasePage = { releases: [], forbiddenEnvironments: [] };
  timeline: TimelinePage = { entries: [], forbiddenEnvironments: [] };
  changes: Changes = {
    entityRef: '',
    changes: [],
    gaps: [],
    problems: [],
    forbiddenEnvironments: [],
  };
  /** First snapshot of the stream of pipelines */
  pipelines: ServicePipelines = {
    entityRef: '',
    isConfigured: true,
    sources: [],
  };
  #refusal: Refusal | undefined;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Index of the delivery among the subscribed topics */
  #deliveryIndex = 0;
  #sequence = 0;
  #delivery: Delivery | undefined;
  readonly #answers = new Map<string, { status: number; body: unknown }>();
  #isHanging = false;

  static serving(delivery: Delivery): StreamBackend {
    const backend = new StreamBackend();
    backend.#delivery = delivery;
    return backend;
  }

  static refusing(status: number, name: string, message: string) {
    const backend = new StreamBackend();
    backend.#refusal = { status, name, message };
    return backend;
  }

  /** Accepts requests and never answers */
  static hanging() {
    const backend = new StreamBackend();
    backend.#isHanging = true;
    return backend;
  }

  private constructor() {}

  fetch: FetchApi['fetch'] = async input => {
    const url = String(input);
    if (url.includes('/releases?') || url.includes('/timeline?')) {
      this.history.push(url);
      const { releases, timeline } = this;
      return Response.json(url.includes('/releases?') ? releases : timeline);
    }
    if (url.includes('/changes?')) return Response.json(this.changes);
    if (url.includes('/v1/stream?')) return this.#follow(new URL(url));
    this.requests.push({ url });
    const answer = [...this.#answers].find(([end]) => url.endsWith(end))?.[1];
    return answer
      ? Response.json(answer.body, { status: answer.status })
      : this.#refuse({ status: 404, name: 'NotFoundError', message: url });
  };

  async #follow({ searchParams }: URL): Promise<Response> {
    const topics = searchParams.getAll('topic').map(topic => {
      const [url, lastEventId] = topic.split('@');
      return { url, lastEventId };
    });
    const isPipelines = ({ url }: { url: string }) =>
      url.endsWith('/pipelines');
    this.requests.push(...topics.filter(topic => !isPipelines(topic)));
    if (this.#isHanging) return new Promise(() => {});
    if (this.#refusal) return this.#refuse(this.#refusal);
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#stream = controller;
      },
    });
    topics.forEach((topic, index) => {
      if (isPipelines(topic)) {
        this.#write(index, 'p:1', {
          type: 'snapshot',
          pipelines: this.pipelines,
        });
        return;
      }
      this.#deliveryIndex = index;
      if (this.#delivery && !topic.lastEventId) {
        this.send({ type: 'snapshot', delivery: this.#delivery });
      }
    });
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream' },
    });
  }

  #refuse({ status, name, message }: Refusal) {
    return Response.json(
      { error: { name, message }, response: { statusCode: status } },
      { status },
    );
  }

  /** Sets the answer to requests whose URL ends with `end` */
  answer(end: string, body: unknown, status = 200): void {
    this.#answers.set(end, { status, body });
  }

  send(event: DeliveryEvent): void {
    this.#sequence += 1;
    this.#write(this.#deliveryIndex, `e:${this.#sequence}`, event);
  }

  #write(index: number, id: string, event: DeliveryEvent | PipelinesEvent) {
    const data = JSON.stringify(event);
    this.#stream?.enqueue(
      new TextEncoder().encode(`event: ${index}\nid: ${id}\ndata: ${data}\n\n`),
    );
  }

  heartbeat(): void {
    this.#stream?.enqueue(new TextEncoder().encode(': heartbeat\n\n'));
  }

  breakOff(): void {
    this.#stream?.error(new TypeError('network error'));
  }
}
