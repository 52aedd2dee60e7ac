/**
 * Requests a token for the portal's guest user.
 *
 * @param backend - URL of the portal's server
 */
export async function guestToken(backend: string): Promise<string> {
  const answer = await fetch(`${backend}/api/auth/guest/refresh`);
  const { backstageIdentity } = await answer.json();
  return backstageIdentity.token;
}
