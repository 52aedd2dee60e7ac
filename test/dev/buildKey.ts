import { createHash } from 'node:crypto';

/** All that decides what a Go module is built to, but the Go release. */
export interface BuildInputs {
  goMod: string;
  goSum: string;
  ldflags: string;
  /** What else than the tools, or than a build without C, is asked for */
  extras?: string[];
  platform: string;
  arch: string;
}

/** Names a build in the cache: the same for the same inputs, and for no others. */
export function buildKey(inputs: BuildInputs): string {
  const { ldflags, extras = [], platform, arch, goMod, goSum } = inputs;
  return createHash('sha256')
    .update(JSON.stringify([ldflags, platform, arch, ...extras]))
    .update(goMod)
    .update(goSum)
    .digest('hex')
    .slice(0, 16);
}
