import { InputError, NotFoundError } from '@backstage/errors';
import type {
  PipelineProvider,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { Readable } from 'node:stream';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';

/**
 * Streams a file that a run left.
 *
 * @throws InputError for a path that leads out of the run's files, or a file
 *   that is too large; the stream fails with it where Jenkins did not say how
 *   large the file is
 */
export async function readArtifact(
  client: JenkinsClient,
  ref: RunRef,
  {
    path,
    signal,
    maxBytes,
  }: { path: string; signal: AbortSignal; maxBytes: number },
): ReturnType<PipelineProvider['readArtifact']> {
  const parts = path.split('/');
  // They would lead to another run
  if (parts.some(part => ['', '.', '..'].includes(part))) {
    throw new InputError(`'${path}' cannot be the path of an artifact`);
  }
  const segments = parts.map(encodeURIComponent).join('/');
  const response = await client.open({
    path: `${runPath(ref)}/artifact/${segments}`,
    signal,
    what: `artifact '${path}' of '${ref.fullName}' #${ref.number}`,
  });
  const size = Number(response.headers.get('content-length'));
  const { body } = response;
  if (!body) throw new NotFoundError(`'${path}' is empty`);
  const tooLarge = new InputError(
    `'${path}' is larger than ${Math.round(maxBytes / 1024 ** 2)} MiB: fetch it from Jenkins itself`,
  );
  if (size > maxBytes) {
    await body.cancel();
    throw tooLarge;
  }
  return {
    stream: Readable.from(limited(body, maxBytes, tooLarge)),
    ...(size > 0 && { size }),
  };
}

// A server need not say how much it sends.
async function* limited(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: Error,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge;
    yield chunk;
  }
}
