import { createHash } from 'node:crypto';

/** All inputs of a Go build except the Go release. */
export interface BuildInputs {
  goMod: string;
  goSum: string;
  ldflags: string;
  /** Options other than those of a build without C, and other packages than the tools */
  extras?: string[];
  platform: string;
  arch: string;
}

/** Key of a build in the cache: equal if and only if the inputs are equal. */
export function buildKey(inputs: BuildInputs): string {
  const { ldflags, extras = [], platform, arch, goMod, goSum } = inputs;
  return createHash('sha256')
    .update(JSON.stringify([ldflags, platform, arch, ...extras]))
    .update(goMod)
    .update(goSum)
    .digest('hex')
    .slice(0, 16);
}
