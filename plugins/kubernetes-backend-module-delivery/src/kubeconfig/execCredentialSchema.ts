import { z } from 'zod';

/**
 * Output of a credential plugin.
 *
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
export const execCredentialSchema = z.object({
  kind: z.literal('ExecCredential'),
  apiVersion: z.string(),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().pipe(z.coerce.date()).optional(),
  }),
});
