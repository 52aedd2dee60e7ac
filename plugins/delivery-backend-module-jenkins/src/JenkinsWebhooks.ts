import { trimOf } from '@fairway/backstage-plugin-delivery-common';
import { AuthenticationError, InputError } from '@backstage/errors';
import type {
  WebhookRequest,
  PipelineWebhookEvent,
} from '@fairway/backstage-plugin-delivery-node';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { defaultServer } from './locate';
import { DEFAULT_SERVER } from './readJenkinsConfig';
import type { JenkinsServer } from './readJenkinsConfig';

/** Time during which an identical signed request is treated as a replay. */
const REPLAY_WINDOW_MS = 10 * 60_000;
const MAX_REMEMBERED = 10_000;

// `{ "job": "folder/job", "server": "default" }`, or the form of the notification plugin.
const bodySchema = z.union([
  z
    .object({ job: z.string(), server: z.string().optional() })
    .transform(body => ({ ...body, runUrl: undefined })),
  z
    .object({
      name: z.string(),
      url: z.string(),
      build: z.object({ full_url: z.string().optional().catch(undefined) }),
    })
    .transform(({ url, build }) => ({
      job: jobOf(url),
      server: undefined,
      runUrl: build.full_url,
    })),
]);

/** A server that may send webhooks. */
type WebhookServer = Pick<JenkinsServer, 'name' | 'baseUrl'>;

/** Authenticates and parses webhook requests of Jenkins. */
export class JenkinsWebhooks {
  readonly #secret: string | undefined;
  readonly #now: () => number;
  readonly #servers: WebhookServer[];
  readonly #seen = new Map<string, number>();

  static create(options: {
    secret: string | undefined;
    now: () => number;
    servers: WebhookServer[];
  }): JenkinsWebhooks {
    return new JenkinsWebhooks(options);
  }

  private constructor({
    secret,
    now,
    servers,
  }: Parameters<typeof JenkinsWebhooks.create>[0]) {
    this.#secret = secret;
    this.#now = now;
    this.#servers = servers;
  }

  /**
   * Parses a webhook request; undefined for a replayed request.
   *
   * @throws AuthenticationError if the signature or secret is wrong
   * @throws InputError if the body is invalid, or names a server that is not configured
   */
  read({ headers, body }: WebhookRequest): PipelineWebhookEvent | undefined {
    this.#authenticate(headers, body);
    let read: z.infer<typeof bodySchema>;
    try {
      read = bodySchema.parse(JSON.parse(body.toString('utf8')));
    } catch {
      throw new InputError(
        'The body of the Jenkins webhook is invalid. Send JSON such as {"job": "folder/job"}, or use the notification plugin.',
      );
    }
    const { job, server, runUrl } = read;
    this.#assertConfigured(server);
    if (this.#isSeen(headers, body)) return undefined;
    return {
      job: trimOf(job, '/'),
      server: server ?? this.#serverOf(runUrl),
    };
  }

  #assertConfigured(server: string | undefined): void {
    const names = this.#servers.map(({ name }) => name);
    if (server === undefined || names.includes(server)) return;
    throw new InputError(
      `The webhook names the Jenkins server '${server}', which is not configured. Name one of the configured servers: ${names.join(', ')}.`,
    );
  }

  /** Name of the server that sent a webhook without a name: the one at the URL of the run, otherwise the one of jobs without a server. */
  #serverOf(runUrl: string | undefined): string {
    const url =
      runUrl !== undefined && URL.canParse(runUrl)
        ? new URL(runUrl)
        : undefined;
    const at = (matches: (base: URL, from: URL) => boolean) =>
      url && this.#servers.filter(each => matches(new URL(each.baseUrl), url));
    const exact = at((base, from) =>
      `${from.origin}${from.pathname}`.startsWith(
        `${base.origin}${base.pathname.replace(/\/$/, '')}/`,
      ),
    );
    // Jenkins may know itself by another protocol or port.
    const sameHost = at((base, from) => base.hostname === from.hostname);
    const found = [exact, sameHost].find(each => each?.length === 1)?.[0];
    const names = this.#servers.map(({ name }) => name);
    return found?.name ?? defaultServer(names) ?? DEFAULT_SERVER;
  }

  #authenticate(headers: WebhookRequest['headers'], body: Buffer): void {
    if (this.#secret === undefined) {
      throw new AuthenticationError(
        'Webhooks are disabled because delivery.jenkins.webhookSecret is not configured. Configure it in the portal and in Jenkins.',
      );
    }
    const signature = textOf(headers['x-fairway-signature']);
    const secret = textOf(headers['x-fairway-secret']);
    const digest = createHmac('sha256', this.#secret)
      .update(body)
      .digest('hex');
    const isValid = signature
      ? isSame(signature, `sha256=${digest}`)
      : isSame(secret, this.#secret);
    if (!isValid) {
      throw new AuthenticationError(
        'The webhook is not signed with delivery.jenkins.webhookSecret. Send the header x-fairway-signature (sha256=HMAC of the body) or x-fairway-secret.',
      );
    }
  }

  // Two different events have different bodies only if the sender adds the time.
  #isSeen(headers: WebhookRequest['headers'], body: Buffer): boolean {
    const signature = textOf(headers['x-fairway-signature']);
    if (!signature) return false;
    const now = this.#now();
    for (const [key, at] of this.#seen) {
      if (now - at > REPLAY_WINDOW_MS || this.#seen.size > MAX_REMEMBERED) {
        this.#seen.delete(key);
      } else break;
    }
    const key = createHash('sha256').update(body).digest('hex');
    const isSeen = this.#seen.has(key);
    if (!isSeen) this.#seen.set(key, now);
    return isSeen;
  }
}

function jobOf(url: string): string {
  return url
    .split('/job/')
    .flatMap((part, index) =>
      index === 0 && !url.startsWith('job/')
        ? []
        : [part.replace(/^job\//, '')],
    )
    .map(part => decodeURIComponent(part.split('/')[0]))
    .join('/');
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map(text => createHash('sha256').update(text).digest());
  return timingSafeEqual(x, y);
}
