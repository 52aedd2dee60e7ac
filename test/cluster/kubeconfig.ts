import { writePrivateFile } from '../dev/privateFile.ts';

/** A user of a cluster with a client certificate. */
export interface KubeconfigContext {
  /** Name of context, cluster and user */
  name: string;
  server: string;
  ca: string;
  certificate: string;
  key: string;
}

/** Writes a kubeconfig that refers to certificates by their files; the first context is the current one. */
export function writeKubeconfig(
  file: string,
  contexts: KubeconfigContext[],
): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0].name,
    contexts: contexts.map(({ name }) => ({
      name,
      context: { cluster: name, user: name },
    })),
    clusters: contexts.map(({ name, server, ca }) => ({
      name,
      cluster: { server, 'certificate-authority': ca },
    })),
    users: contexts.map(({ name, certificate, key }) => ({
      name,
      user: { 'client-certificate': certificate, 'client-key': key },
    })),
  };
  // JSON is valid YAML for kubectl.
  writePrivateFile(file, `${JSON.stringify(config, undefined, 2)}\n`);
}
