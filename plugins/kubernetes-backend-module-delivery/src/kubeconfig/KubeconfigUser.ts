/** A user of a kubeconfig file, with one kind of credential. */
export type KubeconfigUser =
  | { type: 'token'; token: string }
  | { type: 'token file'; path: string }
  | { type: 'certificate'; cert: PemSource; key: PemSource }
  | { type: 'exec'; command: ExecCommand };

/** PEM text, inline or in a separate file. */
export type PemSource =
  { type: 'text'; text: string } | { type: 'file'; path: string };

/** A command that prints an ExecCredential. */
export interface ExecCommand {
  /** `client.authentication.k8s.io/...`; the output must have the same version */
  apiVersion: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Cluster information for the command, if it requests it */
  cluster?: ExecCluster;
}

/** The cluster in an ExecCredential's `spec`. */
export interface ExecCluster {
  server: string;
  'tls-server-name'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'certificate-authority-data'?: string;
}

/** Location of a user in a kubeconfig file. Every error names it. */
export interface KubeconfigLocation {
  /** Absolute path of the kubeconfig file */
  file: string;
  context: string;
}
