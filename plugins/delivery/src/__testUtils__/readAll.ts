/** What a stream gives, as browsers do not let it be iterated everywhere. */
export async function* readAll<T>(stream: ReadableStream<T>): AsyncIterable<T> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
