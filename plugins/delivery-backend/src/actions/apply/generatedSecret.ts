import {
  FAIRWAY_GENERATE,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { GuardedObject } from '@fairway/backstage-plugin-delivery-node';
import { randomBytes } from 'node:crypto';
import type { Manifest } from './parseManifests';

/** Length of a generated value: 192 bits; base64url needs no quoting anywhere. */
const BYTES = 24;
const KEY = /^[A-Za-z0-9._-]{1,253}$/;
const MAX_KEYS = 20;

/** Whether an object is a Secret whose values the portal generates. */
export function isGenerated({
  apiVersion,
  kind,
  metadata,
}: GuardedObject['manifest']): boolean {
  return (
    apiVersion === 'v1' &&
    kind === 'Secret' &&
    metadata.annotations?.[FAIRWAY_GENERATE] !== undefined
  );
}

/** Why the list of generated keys is not valid; undefined when it is. */
export function generationRefusal(
  manifest: GuardedObject['manifest'] & {
    data?: unknown;
    stringData?: unknown;
  },
): Refusal | undefined {
  const keys = keysOf(manifest);
  const wrong = keys.find(key => !KEY.test(key));
  if (wrong !== undefined || keys.length > MAX_KEYS) {
    return refusal('generatedKeysInvalid', {
      annotation: FAIRWAY_GENERATE,
      most: MAX_KEYS,
      value: wrong ?? keys.length,
    });
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
    : refusal('generatedKeyHasValue', {
        key: given,
        annotation: FAIRWAY_GENERATE,
      });
}

/** The Secret with a new random value for every generated key. */
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

function keysOf({ metadata }: GuardedObject['manifest']): string[] {
  return (metadata.annotations?.[FAIRWAY_GENERATE] ?? '')
    .split(',')
    .map(key => key.trim());
}
