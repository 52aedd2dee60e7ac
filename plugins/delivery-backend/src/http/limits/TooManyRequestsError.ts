import { CustomErrorBase } from '@backstage/errors';

/** A person has reached a limit. Backstage answers with the status 429. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
}
