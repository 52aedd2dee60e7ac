/* A proxy in front of the API server, in a separate process: counts the portal's requests and the bytes of the answers. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** Counts of the proxy so far. */
export interface Traffic {
  requests: number;
  /** Number of watches among them that replace an ended one */
  renewals: number;
  /** Bytes of the answers on the wire */
  bytes: number;
}

const [origin, caFile] = process.argv.slice(2);
const agent = new https.Agent({ keepAlive: true, ca: readFileSync(caFile) });
const traffic: Traffic = { requests: 0, renewals: 0, bytes: 0 };
/** Watches by path */
const watches = new Map<string, { open: number; most: number }>();

const server = http.createServer((req, res) => {
  traffic.requests += 1;
  const { pathname, searchParams } = new URL(req.url ?? '/', origin);
  if (searchParams.get('watch') === 'true') countWatch(pathname, res);
  const { method, headers } = req;
  const onward = https.request(`${origin}${req.url}`, {
    method,
    agent,
    headers,
  });
  onward.on('response', answer => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    // A quiet watch would delay the headers until its first event.
    res.flushHeaders();
    answer.on('data', (chunk: Buffer) => {
      traffic.bytes += chunk.length;
    });
    pipeline(answer, res, () => {});
  });
  onward.on('error', () => res.destroy());
  res.on('close', () => onward.destroy());
  req.pipe(onward);
});

function countWatch(path: string, res: http.ServerResponse): void {
  const watch = watches.get(path) ?? { open: 0, most: 0 };
  watches.set(path, watch);
  watch.open += 1;
  if (watch.open > watch.most) watch.most = watch.open;
  else traffic.renewals += 1;
  res.on('close', () => {
    watch.open -= 1;
  });
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.(`http://127.0.0.1:${port}`);
});
process.on('message', () => process.send?.(traffic));
process.on('disconnect', () => process.exit());
