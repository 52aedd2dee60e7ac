import { InputError, NotFoundError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  PipelineProvider,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { Readable } from 'node:stream';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';

/**
 * Streams an artifact of a run.
 *
 * @throws InputError if the path leads out of the run's artifacts, or the file is too
 * large. If Jenkins does not report the size, the stream fails with this error
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
  // These segments could lead to another run
  if (parts.some(part => ['', '.', '..'].includes(part))) {
    throw problemError(
      InputError,
      pipelineProblem('artifactPathInvalid', { path }),
    );
  }
  const segments = parts.map(encodeURIComponent).join('/');
  const response = await client.open({
    path: `${runPath(ref)}/artifact/${segments}`,
    signal,
    target: runName(ref, path),
  });
  const size = Number(response.headers.get('content-length'));
  const { body } = response;
  if (!body) {
    throw problemError(
      NotFoundError,
      pipelineProblem('artifactEmpty', { path }),
    );
  }
  const tooLarge = problemError(
    InputError,
    pipelineProblem('artifactTooLarge', {
      path,
      limit: `${Math.round(maxBytes / 1024 ** 2)} MiB`,
    }),
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

// The server may not send the size in advance.
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
