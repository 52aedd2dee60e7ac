import { InputError } from '@backstage/errors';
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
    throw new InputError(
      `The query parameters are not valid: ${z.prettifyError(error)}`,
    );
  }
  return data;
}
