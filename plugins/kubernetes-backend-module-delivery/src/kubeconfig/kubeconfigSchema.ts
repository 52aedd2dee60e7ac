import { z } from 'zod';

const execSchema = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: z.string().optional(),
  provideClusterInfo: z.boolean().optional(),
});

const userSchema = z.object({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  exec: execSchema.nullish(),
  as: z.string().optional(),
});

const clusterSchema = z.object({
  server: z.string(),
  'tls-server-name': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'certificate-authority-data': z.string().optional(),
});

/**
 * Supported fields of a kubeconfig file. `@kubernetes/client-node` cannot parse it: it
 * does not support `tokenFile` (it reads `token-file`, which kubectl does not write),
 * and silently ignores `as`.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export const kubeconfigSchema = z.object({
  contexts: z
    .array(
      z.object({
        name: z.string(),
        context: z.object({ cluster: z.string(), user: z.string() }),
      }),
    )
    .nullish(),
  clusters: z
    .array(z.object({ name: z.string(), cluster: clusterSchema }))
    .nullish(),
  users: z
    .array(z.object({ name: z.string(), user: userSchema.nullish() }))
    .nullish(),
});

export type KubeconfigUserEntry = z.infer<typeof userSchema>;
export type KubeconfigClusterEntry = z.infer<typeof clusterSchema>;
export type KubeconfigExecEntry = z.infer<typeof execSchema>;
