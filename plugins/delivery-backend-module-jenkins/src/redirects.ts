import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';

/** URL of an item in Jenkins' queue; the first group is its number. */
export const QUEUE_ITEM = /\/queue\/item\/(\d+)\/?$/;

/** Names of hosts of single sign-on services. */
const SIGN_IN_HOST =
  /(?:^|[.-])(?:sso|login|auth|oauth2?|idp|adfs|accounts?|signin|okta|keycloak|cas)(?:[.-]|$)/i;
/** First segments of the paths of sign-in pages: of Jenkins, and of proxies in front of it. The paths of jobs begin with `job`. */
const SIGN_IN_PATH =
  /^\/(?:login|loginError|signin|sign_in|sso|saml2?|oauth2?|openid-connect|auth|authorize|adfs|cas|securityRealm|j_\w+_security_check)(?:\/|$)/i;
const SIGN_IN_QUERY = [
  'SAMLRequest',
  'redirect_uri',
  'client_id',
  'RelayState',
];

/** Whether a response is a redirect. */
export function isRedirect({ status }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Returns the target of a redirect; undefined if it has none. */
export function redirectTarget(
  from: URL,
  { headers }: Response,
): URL | undefined {
  const location = headers.get('location') ?? '';
  return location && URL.canParse(location, from)
    ? new URL(location, from)
    : undefined;
}

/** Whether a URL is below the base URL of a server. */
export function isBelow(baseUrl: string, target: URL): boolean {
  const base = new URL(baseUrl);
  return target.origin === base.origin && isPathBelow(base, target);
}

function isPathBelow(base: URL, { pathname }: URL): boolean {
  return `${pathname}/`.startsWith(`${trimEndOf(base.pathname, '/')}/`);
}

/** Whether a URL is a sign-in page: Jenkins' own, or that of a single sign-on service. */
export function isSignIn(baseUrl: string, target: URL): boolean {
  const base = new URL(baseUrl);
  const isOwnHost = target.hostname === base.hostname;
  const path = isPathBelow(base, target)
    ? target.pathname.slice(trimEndOf(base.pathname, '/').length)
    : target.pathname;
  return (
    SIGN_IN_PATH.test(path) ||
    (!isOwnHost && SIGN_IN_HOST.test(target.hostname)) ||
    SIGN_IN_QUERY.some(name => target.searchParams.has(name))
  );
}

/**
 * Whether a redirect confirms that a write succeeded. Jenkins answers with a page of its
 * own or of the job, or with a queue item. It may use its own root URL, which differs
 * from the portal's base URL behind a proxy. The same path at another address does not
 * confirm a write: something in front of Jenkins sent it.
 */
export function confirmsWrite(
  baseUrl: string,
  from: URL,
  target: URL | undefined,
): boolean {
  if (!target) return false;
  if (QUEUE_ITEM.test(target.pathname)) return true;
  if (isSignIn(baseUrl, target)) return false;
  const base = new URL(baseUrl);
  const asked = trimEndOf(
    from.pathname.slice(trimEndOf(base.pathname, '/').length),
    '/',
  );
  const path = trimEndOf(target.pathname, '/');
  if (path.endsWith(asked)) return false;
  const isOwnHost = target.hostname === base.hostname;
  if (isOwnHost && isPathBelow(base, target)) return true;
  const job = /^(?:\/job\/[^/]+)+/.exec(asked)?.[0];
  return job !== undefined && `${path}/`.includes(`${job}/`);
}

const SIGN_IN_FIELD =
  /type=["']?password\b|name=["']?(?:SAMLRequest|RelayState)\b/i;
const SIGN_IN_TITLE = /sign[ -]?in\b|log[ -]?in\b|single sign[ -]?on/i;

/** Whether a page asks a person to sign in. */
export function isSignInPage(html: string): boolean {
  const title = /<title>([^<]{0,200})/i.exec(html)?.[1] ?? '';
  return SIGN_IN_FIELD.test(html) || SIGN_IN_TITLE.test(title);
}
