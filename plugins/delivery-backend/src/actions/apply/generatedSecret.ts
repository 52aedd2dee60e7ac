import { FAIRWAY_GENERATE } from '@fairway/backstage-plugin-delivery-common';
import { randomBytes } from 'node:crypto';
import type { Manifest } from './parseManifests';

/** 192 bits, in letters that need no quoting anywhere. */
const BYTES = 24;
const KEY = /^[A-Za-z0-9._-]{1,253}$/;
const MOST_KEYS = 20;

/** Whether an object is a Secret whose values the portal is to make up. */
export function isGenerated({ apiVersion, kind, metadata }: Manifest): boolean {
  return (
    apiVersion === 'v1' &&
    kind === 'Secret' &&
    metadata.annotations?.[FAIRWAY_GENERATE] !== undefined
  );
}

/** What is wrong with such a Secret; undefined where nothing is. */
export function generationProblem(manifest: Manifest): string | undefined {
  const keys = keysOf(manifest);
  const wrong = keys.find(key => !KEY.test(key));
  if (wrong !== undefined || keys.length > MOST_KEYS) {
    return `Its annotation ${FAIRWAY_GENERATE} names the keys that get a value, comma-separated, ${MOST_KEYS} at most; '${wrong ?? keys.length}' will not do`;
  }
  const given = keys.find(key =>
    [manifest.data, manifest.stringData].some(
      values =>
        typeof values === 'object' &&
        values !== null &&
        Object.hasOwn(values, key),
    ),
  );
  return given === undefined
    ? undefined
    : `Its key '${given}' has a value and is to get one: take it out of the annotation ${FAIRWAY_GENERATE}, or out of the file`;
}

/** The Secret with a value of its own in every key that is to get one: never the same twice. */
export function withGeneratedValues(manifest: Manifest): Manifest {
  const { stringData } = manifest;
  const values = keysOf(manifest).map(key => [
    key,
    randomBytes(BYTES).toString('base64url'),
  ]);
  return {
    ...manifest,
    stringData: {
      ...(typeof stringData === 'object' && stringData),
      ...Object.fromEntries(values),
    },
  };
}

function keysOf({ metadata }: Manifest): string[] {
  return (metadata.annotations?.[FAIRWAY_GENERATE] ?? '')
    .split(',')
    .map(key => key.trim());
}
