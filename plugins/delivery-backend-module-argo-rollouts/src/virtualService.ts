import { z } from 'zod';
import { readValue } from './steps';

const valueSchema = z.object({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  regex: z.string().optional(),
});

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
const virtualServiceSchema = z.object({
  spec: z
    .object({
      http: z
        .array(
          z.object({
            name: z.string().optional(),
            match: z
              .array(
                z.object({
                  headers: z.record(z.string(), valueSchema).default({}),
                }),
              )
              .default([]),
            route: z
              .array(
                z.object({
                  destination: z.object({
                    host: z.string(),
                    subset: z.string().optional(),
                  }),
                  weight: z.number().optional(),
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

/** What is kept of an Istio VirtualService. */
export interface VirtualService {
  type: 'routes';
  routes: {
    name?: string;
    matches: {
      header: string;
      how: 'exact' | 'prefix' | 'regex';
      value: string;
    }[];
    to: { host: string; subset?: string; percent: number }[];
  }[];
}

/**
 * Reads an Istio VirtualService.
 * @throws ZodError when it does not look like one
 */
export function projectVirtualService(object: unknown): VirtualService {
  const { spec } = virtualServiceSchema.parse(object);
  return {
    type: 'routes',
    routes: spec.http.map(({ name, match, route }) => ({
      name,
      matches: match.flatMap(({ headers }) =>
        Object.entries(headers).map(([header, value]) => ({
          header,
          ...readValue(value),
        })),
      ),
      to: route.map(({ destination, weight }) => ({
        host: destination.host,
        subset: destination.subset,
        // Istio's own default of a single destination
        percent: weight ?? (route.length === 1 ? 100 : 0),
      })),
    })),
  };
}
