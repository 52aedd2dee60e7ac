/** Address of an item in Jenkins' queue; its number is the first group. */
export const QUEUE_ITEM = /\/queue\/item\/(\d+)\/?$/;

/** Whether an answer sends on. */
export function isRedirect({ status }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Where an answer sends on to; undefined for a place that is not below the base URL. */
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

/** Whether somebody is to log in there. */
export function isLogin({ pathname }: URL): boolean {
  return /\/(login|securityRealm\/commenceLogin)$/.test(pathname);
}

/**
 * Whether a redirect says that a write was done: it leads to a page of Jenkins,
 * or, with the address that Jenkins knows of itself, to what waits in its queue
 * (303 where that waited already).
 */
export function isAnswerToWrite(
  target: URL | undefined,
  { headers }: Response,
): boolean {
  if (QUEUE_ITEM.test(headers.get('location') ?? '')) return true;
  return target !== undefined && !isLogin(target);
}
