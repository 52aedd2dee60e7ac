import type { IncomingMessage, ServerResponse } from 'node:http';
import { sourceOf } from '../createItem.ts';
import type { Placed } from '../exported.ts';

/** Receiver of push webhooks. */
interface NotifiedJobs {
  /** Accepted token */
  token: string;
  /** All multibranch jobs */
  jobs(): Placed[];
  /** Scans the branches of a job */
  index(job: Placed): void;
}

/**
 * Answers push webhooks like Jenkins' Git plugin. The jobs of the repository then
 * scan their branches.
 *
 * @returns whether the request was such a webhook
 */
export function answerNotifyCommit(
  req: IncomingMessage,
  res: ServerResponse,
  { token, jobs, index }: NotifiedJobs,
): boolean {
  const { pathname, searchParams } = new URL(
    req.url ?? '/',
    'http://localhost',
  );
  if (pathname !== '/git/notifyCommit') return false;
  const given = searchParams.get('token');
  const url = searchParams.get('url');
  const answer = (status: number, text: string) => {
    res.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`);
    return true;
  };
  if (!given) return answer(401, 'An access token is required.');
  if (given !== token) return answer(403, 'Invalid access token');
  if (!url) return answer(400, 'The parameter url is missing');
  const matching = jobs().filter(({ item }) => {
    const remote = sourceOf(item)?.remote;
    return remote !== undefined && looselyMatch(remote, url);
  });
  matching.forEach(index);
  return answer(
    200,
    matching
      .map(({ fullName }) => fullName.split('/').join(' » '))
      .map(name => `Scheduled indexing of ${name}`)
      .join('\n') || `No Git consumers using SCM API plugin for: ${url}`,
  );
}

/** Whether two URLs are of the same repository, by the rules of the Git plugin. */
function looselyMatch(a: string, b: string): boolean {
  const [one, other] = [a, b].map(text => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const place = (url?.pathname ?? text)
      .replace(/^\/|\/$/g, '')
      .replace(/\.git$/, '');
    return `${url?.hostname ?? ''} ${place}`;
  });
  return one === other;
}
