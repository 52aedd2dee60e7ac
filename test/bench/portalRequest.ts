import { Agent, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** Limit of concurrent requests; a slow portal must not use up all sockets. */
const MAX_SOCKETS = 2_000;

const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

/**
 * Sends a request to a portal as a signed-in user.
 *
 * @throws Error if the answer is not a success
 */
export function portalRequest(
  url: string,
  token: string,
  { body, headers = {} }: { body?: object; headers?: OutgoingHttpHeaders } = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: body ? 'POST' : 'GET',
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        ...headers,
        ...(body && { 'content-type': 'application/json' }),
      },
    });
    sent.on('error', error => {
      // The portal may close an idle connection while it is reused; a browser also
      // sends the request again then.
      if (sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        portalRequest(url, token, { body, headers }).then(resolve, reject);
      } else reject(error);
    });
    sent.on('response', answer => {
      if (answer.statusCode === 200) resolve(answer);
      else {
        // The connection is free after the body is read.
        answer.resume();
        reject(new Error(`${url} answers ${answer.statusCode}`));
      }
    });
    sent.end(body && JSON.stringify(body));
  });
}
