import { isError } from '@backstage/errors';

/** What an error says to people: a ResponseError's own message is about the request, its cause's is for them. */
export function errorMessage(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) ? error.cause.message : error.message;
}
