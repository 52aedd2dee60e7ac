import { Agent, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** As many as ask at once; a portal that falls behind must not cost all sockets there are. */
const MAX_SOCKETS = 1_000;

const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

/**
 * Asks a portal something as somebody who is signed in.
 *
 * @throws Error when it does not answer with success
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
      // The portal may end an idle connection as it is used again: a browser
      // then asks anew as well.
      if (sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        portalRequest(url, token, { body, headers }).then(resolve, reject);
      } else reject(error);
    });
    sent.on('response', answer => {
      if (answer.statusCode === 200) resolve(answer);
      else {
        // Its connection is free once it is read.
        answer.resume();
        reject(new Error(`${url} answers ${answer.statusCode}`));
      }
    });
    sent.end(body && JSON.stringify(body));
  });
}
