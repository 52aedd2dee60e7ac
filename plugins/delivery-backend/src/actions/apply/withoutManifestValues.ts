import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import { statusMessage } from '../../kubernetes';
import type { ClusterAnswer } from '../../kubernetes';
import { hideValue, isObject } from '../../services';
import type { Manifest } from './parseManifests';

/** Shorter values are replaced only where the message quotes them, because they are parts of words. */
const MIN_BARE_LENGTH = 6;

/**
 * An answer of the API server without the configuration values of the manifest that
 * it is about: messages quote what is not valid, and messages are stored and shown.
 */
export function withoutManifestValues(
  answer: ClusterAnswer,
  manifest: Manifest,
): ClusterAnswer {
  const values = [...new Set(configurationValues(manifest))]
    .filter(value => value.trim() !== '')
    .sort((a, b) => b.length - a.length);
  const hide = (text: string) => values.reduce(hideOne, text);
  const warnings = answer.warnings.map(hide);
  if (answer.status < 300) return { ...answer, warnings };
  const message = statusMessage(answer.text);
  return {
    ...answer,
    warnings,
    text:
      message === undefined
        ? ''
        : JSON.stringify({ kind: 'Status', message: hide(message) }),
  };
}

function hideOne(text: string, value: string): string {
  // The API server quotes as Go does, which is as JSON does.
  const quoted = JSON.stringify(value);
  const hidden = text
    .replaceAll(quoted, `"${HIDDEN}"`)
    .replaceAll(`Value:${value}}`, `Value:${HIDDEN}}`);
  if (value.length < MIN_BARE_LENGTH) return hidden;
  return hidden
    .replaceAll(quoted.slice(1, -1), HIDDEN)
    .replaceAll(value, HIDDEN);
}

/** Values of data, variables, headers, command lines and annotations that look secret. */
function configurationValues(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(configurationValues);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    switch (key) {
      case 'data':
      case 'stringData':
      case 'binaryData':
      case 'command':
      case 'args':
      case 'value':
      case 'volumeAttributes':
      case 'options':
        return leaves(member);
      case 'annotations':
        return secretMembers(member);
      default:
        return configurationValues(member);
    }
  });
}

function secretMembers(members: unknown): string[] {
  if (!isObject(members)) return [];
  return Object.entries(members).flatMap(([name, member]) =>
    typeof member === 'string' && hideValue(name, member) !== member
      ? [member]
      : [],
  );
}

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  return value === null || value === undefined ? [] : [String(value)];
}
