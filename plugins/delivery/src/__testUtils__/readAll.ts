/** Iterates over a stream, also where streams are not async iterables. */
export async function* readAll<T>(stream: ReadableStream<T>): AsyncIterable<T> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
