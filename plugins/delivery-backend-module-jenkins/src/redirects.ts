/** URL of an item in Jenkins' queue; the first group is its number. */
export const QUEUE_ITEM = /\/queue\/item\/(\d+)\/?$/;

/** Whether a response is a redirect. */
export function isRedirect({ status }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Returns the target of a redirect; undefined if it is not below the base URL. */
export function redirectTarget(
  baseUrl: string,
  from: URL,
  { headers }: Response,
): URL | undefined {
  const location = headers.get('location') ?? '';
  if (!URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  const base = new URL(baseUrl);
  const isWithin =
    target.origin === base.origin &&
    `${target.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, '')}/`);
  return isWithin ? target : undefined;
}

/** Whether a URL is Jenkins' login page. */
export function isLogin({ pathname }: URL): boolean {
  return /\/(login|securityRealm\/commenceLogin)$/.test(pathname);
}

/**
 * Whether a redirect confirms that a write succeeded. It leads to a page of Jenkins
 * or to a queue item. The URL of a queue item may use Jenkins' own root URL. The
 * status is 303 if the item was queued before.
 */
export function confirmsWrite(
  target: URL | undefined,
  { headers }: Response,
): boolean {
  if (QUEUE_ITEM.test(headers.get('location') ?? '')) return true;
  return target !== undefined && !isLogin(target);
}
