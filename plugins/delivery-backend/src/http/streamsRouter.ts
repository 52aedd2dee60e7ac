import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  deliveryRoutes,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { match } from 'path-to-regexp';
import type { EventStreams } from './EventStreams';
import type { PersonLimits } from './limits/PersonLimits';
import { parseQuery } from './parseQuery';
import { createTopics } from './topics';
import type { TopicOptions } from './topics';

/** Dependencies of the event streams. */
export interface StreamsRouterOptions extends TopicOptions {
  httpAuth: HttpAuthService;
  streams: EventStreams;
  limits: Pick<PersonLimits, 'openStream'>;
}

/** Topics in `/v1/stream` are named by their paths below this prefix. */
const TOPIC_PREFIX = '/v1';

/**
 * Serves the event streams: each topic alone at its own path with `/stream`, and
 * several topics over one connection at `/v1/stream?topic=PATH[@ID]&topic=...`,
 * where ID is the last received event. There, the name of an event is the index of
 * its topic in the query, such as `0`; an event `0-error` says why the topic cannot
 * be sent.
 */
export function createStreamsRouter(options: StreamsRouterOptions): Router {
  const { httpAuth, streams, limits } = options;
  const router = PromiseRouter();
  const topics = createTopics(options).map(topic => ({
    ...topic,
    parse: pathParser(topic.path.slice(TOPIC_PREFIX.length)),
  }));

  for (const { streamPath, open } of topics) {
    router.get(streamPath, async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const lastEventId = req.header('last-event-id');
      const { params } = req;
      const close = await limits.openStream(req, res, 1);
      try {
        const topic = await open({ credentials, params, lastEventId });
        await streams.serve(res, topic, credentials.expiresAt);
      } finally {
        close();
      }
    });
  }

  router.get(deliveryRoutes.streamTopics.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { topic: requested } = parseQuery(deliveryRoutes.streamTopics, req);
    const opening = requested.map(text => async () => {
      const [path, lastEventId] = text.split('@');
      for (const { parse, open } of topics) {
        const found = parse(path);
        if (found) {
          return open({ credentials, params: found.params, lastEventId });
        }
      }
      throw problemError(
        NotFoundError,
        requestProblem('topicUnknown', { topic: path }),
      );
    });
    const close = await limits.openStream(req, res, opening.length);
    try {
      await streams.serveAll(res, opening, credentials.expiresAt);
    } finally {
      close();
    }
  });

  return router;
}

function pathParser(pattern: string) {
  const parse = match(pattern);
  return (path: string) => {
    try {
      return parse(`/${path}`);
    } catch (error) {
      // A path with an invalid encoding is not a topic.
      if (error instanceof URIError) return false;
      throw error;
    }
  };
}
