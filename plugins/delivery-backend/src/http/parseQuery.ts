import { InputError } from '@backstage/errors';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { ApiRoute } from '@fairway/backstage-plugin-delivery-common';
import type { Request } from 'express';
import { z } from 'zod';

/**
 * Query parameters of a request, as the schema of its route returns them.
 *
 * @throws InputError when they are not valid
 */
export function parseQuery<TQuery>(
  route: ApiRoute<string, TQuery>,
  req: Request,
): TQuery {
  const { data, error } = route.query.safeParse(req.query);
  if (error) {
    const details = z.prettifyError(error);
    throw problemError(InputError, requestProblem('queryInvalid', { details }));
  }
  return data;
}
