import path from 'node:path';
import type { Stack } from '../dev/stack.ts';

// Not 8080: with the offset of the tests it would be 10080, which no fetch connects to.
// https://fetch.spec.whatwg.org/#port-blocking
const PORT = 8081;

const SONARQUBE_PORT = 9000;

/** Where the Jenkins emulator of a stack is, and keeps what. */
export interface JenkinsFiles {
  port: number;
  /** Without a slash at the end */
  url: string;
  /** Clones, jobs and builds */
  dir: string;
  /** What it is started with, secrets among it */
  configuration: string;
  /** What it deploys with */
  kubeconfig: string;
  /** Of the portal's account */
  token: string;
  /** By which Gitea tells it of pushes */
  notifyCommitToken: string;
  /** Signs what it tells the portal */
  webhookSecret: string;
  /** The emulator of SonarQube, in the same process; the file has the token that it asks for */
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
