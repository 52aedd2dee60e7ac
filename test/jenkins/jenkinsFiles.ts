import path from 'node:path';
import type { Stack } from '../dev/stack.ts';

// Not 8080: with the offset of the tests it would be 10080, which fetch blocks.
// https://fetch.spec.whatwg.org/#port-blocking
const PORT = 8081;

const SONARQUBE_PORT = 9000;

/** URL and files of the Jenkins emulator of a stack. */
export interface JenkinsFiles {
  port: number;
  /** URL without a trailing slash */
  url: string;
  /** Folder of clones, jobs and builds */
  dir: string;
  /** Configuration file, with secrets */
  configuration: string;
  /** Kubeconfig with which it deploys */
  kubeconfig: string;
  /** File with the token of the portal's account */
  token: string;
  /** File with the token of Gitea's push webhooks */
  notifyCommitToken: string;
  /** File with the secret that signs its webhooks to the portal */
  webhookSecret: string;
  /** Emulator of SonarQube in the same process; the file has its token */
  sonarqube: { port: number; url: string; token: string };
}

export function jenkinsFiles(stack: Stack): JenkinsFiles {
  const dir = path.join(stack.dir, 'jenkins');
  const port = PORT + stack.portOffset;
  const sonarqubePort = SONARQUBE_PORT + stack.portOffset;
  return {
    port,
    url: `http://localhost:${port}`,
    dir,
    configuration: path.join(dir, 'config.json'),
    kubeconfig: path.join(dir, 'kubeconfig'),
    token: path.join(dir, 'portal.token'),
    notifyCommitToken: path.join(dir, 'notify-commit.token'),
    webhookSecret: path.join(dir, 'hint.secret'),
    sonarqube: {
      port: sonarqubePort,
      url: `http://localhost:${sonarqubePort}`,
      token: path.join(dir, 'sonarqube.token'),
    },
  };
}
