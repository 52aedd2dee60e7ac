import { homedir } from 'node:os';
import path from 'node:path';

/** One set of running parts: clusters and a portal on them. */
export interface Stack {
  name: string;
  /** Of the repository */
  root: string;
  /** Holds everything that the stack makes */
  dir: string;
  /** Holds what every checkout can share, keyed by version */
  cacheDir: string;
  /** Added to every port, so that stacks run beside each other */
  portOffset: number;
}

/**
 * The stack that `FAIRWAY_STACK` names: by default the one that people look at,
 * or `test`, which the tests make and throw away.
 */
export function stackOf(root: string, env: NodeJS.ProcessEnv): Stack {
  const name = env.FAIRWAY_STACK || 'default';
  if (name !== 'default' && name !== 'test') {
    throw new Error(
      `FAIRWAY_STACK is '${name}'; it can be 'default' or 'test'`,
    );
  }
  const base = path.join(root, '.dev');
  return {
    name,
    root,
    dir: name === 'default' ? base : path.join(base, name),
    cacheDir: path.join(
      env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
      'fairway',
    ),
    portOffset: name === 'default' ? 0 : 2000,
  };
}

/** Where the portal of a stack answers. */
export function portalAddresses({ portOffset }: Stack) {
  return {
    app: `http://localhost:${3000 + portOffset}`,
    backend: `http://localhost:${7007 + portOffset}`,
    metrics: `http://localhost:${9464 + portOffset}`,
  };
}
