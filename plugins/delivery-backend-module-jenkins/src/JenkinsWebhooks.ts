import { AuthenticationError, InputError } from '@backstage/errors';
import type {
  WebhookRequest,
  PipelineWebhookEvent,
} from '@fairway/backstage-plugin-delivery-node';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_SERVER } from './readJenkinsConfig';

/** A hint that comes again within so long is the same one. */
const REMEMBERED_MS = 10 * 60_000;
const MAX_REMEMBERED = 10_000;

// The notification plugin's own form, or `{ "job": "folder/job", "server": "default" }`.
const bodySchema = z.union([
  z.object({ job: z.string(), server: z.string().optional() }),
  z
    .object({
      name: z.string(),
      url: z.string(),
      build: z.object({ full_url: z.string().optional() }),
    })
    .transform(({ url }) => ({ job: jobOf(url), server: undefined })),
]);

/** Reads what Jenkins tells of by itself, from who knows the secret. */
export class JenkinsWebhooks {
  readonly #secret: string | undefined;
  readonly #now: () => number;
  readonly #seen = new Map<string, number>();

  static create(options: {
    secret: string | undefined;
    now: () => number;
  }): JenkinsWebhooks {
    return new JenkinsWebhooks(options.secret, options.now);
  }

  private constructor(secret: string | undefined, now: () => number) {
    this.#secret = secret;
    this.#now = now;
  }

  /**
   * Undefined for one that came before.
   * @throws AuthenticationError for one that is not signed as it should be
   * @throws InputError for one that says nothing
   */
  read({ headers, body }: WebhookRequest): PipelineWebhookEvent | undefined {
    this.#authenticate(headers, body);
    let read: z.infer<typeof bodySchema>;
    try {
      read = bodySchema.parse(JSON.parse(body.toString('utf8')));
    } catch {
      throw new InputError(
        'A hint of Jenkins is JSON: {"job": "folder/job"}, or what the notification plugin sends',
      );
    }
    if (this.#isSeen(headers, body)) return undefined;
    const { job, server = DEFAULT_SERVER } = read;
    return { job: job.replace(/^\/+|\/+$/g, ''), server };
  }

  #authenticate(headers: WebhookRequest['headers'], body: Buffer): void {
    if (this.#secret === undefined) {
      throw new AuthenticationError(
        'JenkinsWebhooks are not taken: configure delivery.jenkins.webhookSecret, and have Jenkins send it',
      );
    }
    const signature = textOf(headers['x-fairway-signature']);
    const told = textOf(headers['x-fairway-secret']);
    const digest = createHmac('sha256', this.#secret)
      .update(body)
      .digest('hex');
    const isRight = signature
      ? isSame(signature, `sha256=${digest}`)
      : isSame(told, this.#secret);
    if (!isRight) {
      throw new AuthenticationError(
        'The hint is not signed with delivery.jenkins.webhookSecret: send x-fairway-signature (sha256=HMAC of the body), or x-fairway-secret',
      );
    }
  }

  // One that tells when it was sent differs from one that is sent again.
  #isSeen(headers: WebhookRequest['headers'], body: Buffer): boolean {
    const signature = textOf(headers['x-fairway-signature']);
    if (!signature) return false;
    const now = this.#now();
    for (const [key, at] of this.#seen) {
      if (now - at > REMEMBERED_MS || this.#seen.size > MAX_REMEMBERED) {
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
