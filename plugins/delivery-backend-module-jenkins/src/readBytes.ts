/** Bytes of a response; undefined if there are more than a maximum. */
export async function readBytes(
  { body }: Response,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Beginning of a response, at most a chunk more than a number of characters. */
export async function readBeginning(
  { body }: Response,
  maxLength: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxLength) break;
  }
  return text;
}
