import { homedir } from 'node:os';
import path from 'node:path';

/** A set of running parts: clusters and a portal. */
export interface Stack {
  name: string;
  /** Root folder of the repository */
  root: string;
  /** Folder of all files of the stack */
  dir: string;
  /** Folder of the cache that all checkouts share, keyed by version */
  cacheDir: string;
  /** Offset of every port, so that stacks can run in parallel */
  portOffset: number;
}

/** Offset of every port, by the name of the stack. */
const portOffsets = { default: 0, test: 2000, bench: 4000 };

/**
 * The stack that `FAIRWAY_STACK` names: `default`, or one of the temporary stacks
 * `test` and `bench`.
 */
export function stackOf(root: string, env: NodeJS.ProcessEnv): Stack {
  const name = env.FAIRWAY_STACK || 'default';
  if (name !== 'default' && name !== 'test' && name !== 'bench') {
    throw new Error(
      `FAIRWAY_STACK is '${name}'. Use 'default', 'test' or 'bench'.`,
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

/** URLs of the portal of a stack. */
export function portalAddresses({ portOffset }: Stack) {
  return {
    app: `http://localhost:${3000 + portOffset}`,
    backend: `http://localhost:${7007 + portOffset}`,
    metrics: `http://localhost:${9464 + portOffset}`,
  };
}
