import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { match } from 'path-to-regexp';
import { z } from 'zod';
import type { EventStreams } from './EventStreams';
import { createTopics } from './topics';
import type { TopicOptions } from './topics';

/** What the streams need. */
export interface StreamsRouterOptions extends TopicOptions {
  httpAuth: HttpAuthService;
  streams: EventStreams;
}

/** More than one page has. */
const MOST_TOPICS = 20;

const topicsSchema = z
  .union([z.string().transform(topic => [topic]), z.array(z.string())])
  .pipe(z.array(z.string()).min(1).max(MOST_TOPICS));

/**
 * Everything that is live: each topic at `PATH/stream`, and any number of them
 * over one connection at `/v1/stream?topic=PATH[@ID]&topic=...`, ID being the
 * event after which to go on. There, the name of an event is the place of its
 * topic in the query, `0`, `1`..., and `0-error` tells why that one is not sent.
 */
export function createStreamsRouter(options: StreamsRouterOptions): Router {
  const { httpAuth, streams } = options;
  const router = PromiseRouter();
  const topics = Object.entries(createTopics(options)).map(([path, open]) => ({
    path,
    parse: paramsOf(path),
    open,
  }));

  for (const { path, open } of topics) {
    router.get(`/v1${path}/stream`, async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const lastEventId = req.header('last-event-id');
      const { params } = req;
      const topic = await open({ credentials, params, lastEventId });
      await streams.serve(res, topic, credentials.expiresAt);
    });
  }

  router.get('/v1/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const opening = askedTopics(req).map(asked => async () => {
      const [path, lastEventId] = asked.split('@');
      for (const { parse, open } of topics) {
        const found = parse(path);
        if (found) {
          return open({ credentials, params: found.params, lastEventId });
        }
      }
      throw new NotFoundError(`'${path}' cannot be followed`);
    });
    await streams.serveAll(res, opening, credentials.expiresAt);
  });

  return router;
}

function paramsOf(pattern: string) {
  const parse = match(pattern);
  return (path: string) => {
    try {
      return parse(`/${path}`);
    } catch (error) {
      // What is no encoding names nothing.
      if (error instanceof URIError) return false;
      throw error;
    }
  };
}

function askedTopics(req: Request): string[] {
  const topics = topicsSchema.safeParse(req.query.topic);
  if (!topics.success) {
    throw new InputError(
      `Name 1 to ${MOST_TOPICS} topics: ?topic=services/component/default/orders`,
    );
  }
  return topics.data;
}
