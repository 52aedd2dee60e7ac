import type {
  PipelineProvider,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';

const PART_BYTES = 1024 * 1024;

/** Reads the whole log of a run that exists now, one part at a time. */
export async function* readWholeLog(
  provider: Pick<PipelineProvider, 'readLog'>,
  ref: RunRef,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let start = 0;
  for (;;) {
    const options = { start, maxBytes: PART_BYTES, signal };
    const part = await provider.readLog(ref, options);
    if (part.text) yield part.text;
    if (part.end <= start || part.end >= part.size) return;
    start = part.end;
  }
}
