import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers like Jenkins' API. */
export function sendJson(res: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body);
  res
    .writeHead(200, {
      'content-type': 'application/json;charset=utf-8',
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}

/** Answers with a page, like Jenkins on an error. */
export function sendHtml(
  res: ServerResponse,
  status: number,
  title: string,
): void {
  const escaped = title.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  res
    .writeHead(status, { 'content-type': 'text/html;charset=utf-8' })
    .end(
      `<!DOCTYPE html><html><head><title>${escaped}</title></head><body><h1>${escaped}</h1><p>This is an emulator of Jenkins.</p></body></html>`,
    );
}

/** Reads the body of a POST. */
export async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
