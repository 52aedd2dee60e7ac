/** A user of a kubeconfig file, as the one way to prove who it is. */
export type KubeconfigUser =
  | { type: 'token'; token: string }
  | { type: 'token file'; path: string }
  | { type: 'certificate'; cert: PemSource; key: PemSource }
  | { type: 'exec'; command: ExecCommand };

/** Text in PEM: in the file itself, or in one of its own. */
export type PemSource =
  { type: 'text'; text: string } | { type: 'file'; path: string };

/** A program that prints an ExecCredential. */
export interface ExecCommand {
  /** `client.authentication.k8s.io/...`, which the answer must repeat */
  apiVersion: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** What the program is told about the cluster, if it asks for it */
  cluster?: ExecCluster;
}

/** The cluster in an ExecCredential's `spec`. */
export interface ExecCluster {
  server: string;
  'tls-server-name'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'certificate-authority-data'?: string;
}

/** Where a user is found; every error names it. */
export interface KubeconfigLocation {
  /** Absolute path */
  file: string;
  context: string;
}
