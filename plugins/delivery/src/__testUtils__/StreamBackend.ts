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

/** The delivery backend, seen from the network: says what a test tells it. */
export class StreamBackend implements FetchApi {
  /** For streams */
  readonly requests: Array<{ url: string; lastEventId: string | null }> = [];
  /** Where its history was asked for */
  readonly history: string[] = [];
  releases: ReleasePage = { releases: [], refused: [] };
  timeline: TimelinePage = { entries: [], refused: [] };
  changes: Changes = {
    entityRef: '',
    changes: [],
    gaps: [],
    problems: [],
    refused: [],
  };
  /** What the stream of pipelines begins with */
  pipelines: ServicePipelines = {
    entityRef: '',
    isConfigured: true,
    sources: [],
  };
  #refusal: { status: number; name: string; message: string } | undefined;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;
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

  /** Takes requests and answers none */
  static hanging() {
    const backend = new StreamBackend();
    backend.#isHanging = true;
    return backend;
  }

  private constructor() {}

  fetch: FetchApi['fetch'] = async (input, init) => {
    const url = String(input);
    if (url.includes('/releases?') || url.includes('/timeline?')) {
      this.history.push(url);
      const { releases, timeline } = this;
      return Response.json(url.includes('/releases?') ? releases : timeline);
    }
    if (url.includes('/changes?')) return Response.json(this.changes);
    if (url.endsWith('/pipelines/stream')) return this.#pipelineStream();
    const lastEventId = new Headers(init?.headers).get('last-event-id');
    this.requests.push({ url, lastEventId });
    const answer = [...this.#answers].find(([end]) => url.endsWith(end))?.[1];
    if (answer) return Response.json(answer.body, { status: answer.status });
    if (this.#isHanging) return new Promise(() => {});
    if (this.#refusal) {
      const { status, name, message } = this.#refusal;
      return Response.json(
        { error: { name, message }, response: { statusCode: status } },
        { status },
      );
    }
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#stream = controller;
      },
    });
    if (this.#delivery && !lastEventId) {
      this.send({ type: 'snapshot', delivery: this.#delivery });
    }
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream' },
    });
  };

  /** Open for ever, with what there is. */
  #pipelineStream(): Response {
    const event: PipelinesEvent = {
      type: 'snapshot',
      pipelines: this.pipelines,
    };
    const body = new ReadableStream<Uint8Array>({
      start: controller =>
        controller.enqueue(
          new TextEncoder().encode(
            `id: p:1\ndata: ${JSON.stringify(event)}\n\n`,
          ),
        ),
    });
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream' },
    });
  }

  /** Answers what is asked for by an address that ends so */
  answer(end: string, body: unknown, status = 200): void {
    this.#answers.set(end, { status, body });
  }

  send(event: DeliveryEvent): void {
    this.#sequence += 1;
    const text = `id: e:${this.#sequence}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#stream?.enqueue(new TextEncoder().encode(text));
  }

  heartbeat(): void {
    this.#stream?.enqueue(new TextEncoder().encode(': heartbeat\n\n'));
  }

  breakOff(): void {
    this.#stream?.error(new TypeError('network error'));
  }
}
