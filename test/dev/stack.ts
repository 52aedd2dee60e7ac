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

/** Added to every port, by the name of the stack. */
const portOffsets = { default: 0, test: 2000, bench: 4000 };

/**
 * The stack that `FAIRWAY_STACK` names: by default the one that people look at,
 * or one that is made and thrown away: `test` by the tests, `bench` by what
 * measures.
 */
export function stackOf(root: string, env: NodeJS.ProcessEnv): Stack {
  const name = env.FAIRWAY_STACK || 'default';
  if (name !== 'default' && name !== 'test' && name !== 'bench') {
    throw new Error(
      `FAIRWAY_STACK is '${name}'; it can be 'default', 'test' or 'bench'`,
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
    portOffset: portOffsets[name],
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
