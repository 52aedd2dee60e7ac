import {
  FAIRWAY_GENERATE,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { GuardedManifest } from '@fairway/backstage-plugin-delivery-node';
import { randomBytes } from 'node:crypto';
import type { Manifest } from './parseManifests';

/** Length of a generated value: 192 bits; base64url needs no quoting anywhere. */
const BYTES = 24;
const KEY = /^[A-Za-z0-9._-]{1,253}$/;
const MAX_KEYS = 20;

/** Fields that a manifest of a generated Secret may have. */
const FIELDS = ['apiVersion', 'kind', 'metadata', 'type', 'immutable'];

/** Prefix of the annotations with which the token controller finds its account. */
const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.';

/** Whether an object is a Secret whose values the portal generates. */
export function isGenerated({
  apiVersion,
  kind,
  metadata,
}: GuardedManifest): boolean {
  return (
    apiVersion === 'v1' &&
    kind === 'Secret' &&
    metadata.annotations?.[FAIRWAY_GENERATE] !== undefined
  );
}

/**
 * Why a generated Secret is not valid; undefined when it is. It is `Opaque`, because
 * Kubernetes fills in Secrets of other types: one of type
 * `kubernetes.io/service-account-token` gets a permanent token of an account. It has no
 * other values, because these would be in Git.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export function generationRefusal(
  manifest: GuardedManifest & { type?: unknown },
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
  const { type = 'Opaque', metadata } = manifest;
  if (type !== 'Opaque') {
    return refusal('generatedTypeNotOpaque', { type: String(type) });
  }
  const field = Object.keys(manifest).find(name => !FIELDS.includes(name));
  if (field !== undefined) {
    return refusal('generatedSecretHasField', {
      field,
      annotation: FAIRWAY_GENERATE,
    });
  }
  const account = Object.keys(metadata.annotations ?? {}).find(name =>
    name.startsWith(ACCOUNT_ANNOTATION),
  );
  return account === undefined
    ? undefined
    : refusal('annotationNotAllowed', {
        annotation: account,
        setting: 'delivery.apply.annotations',
      });
}

/**
 * The Secret with a new random value for every key. It is immutable, so that nobody
 * replaces the values of a Secret that the portal's record attributes to a service.
 */
export function withGeneratedValues(manifest: Manifest): Manifest {
  const values = keysOf(manifest).map(key => [
    key,
    randomBytes(BYTES).toString('base64url'),
  ]);
  return {
    ...manifest,
    type: 'Opaque',
    immutable: true,
    stringData: Object.fromEntries(values),
  };
}

function keysOf({ metadata }: GuardedManifest): string[] {
  return (metadata.annotations?.[FAIRWAY_GENERATE] ?? '')
    .split(',')
    .map(key => key.trim());
}
