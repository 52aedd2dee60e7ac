import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import { statusMessage } from '../../kubernetes';
import type { ClusterAnswer } from '../../kubernetes';
import { hideValue, isObject } from '../../services';
import type { Manifest } from './parseManifests';

/** Shorter values are replaced only where the message quotes them, because they are parts of words. */
const MIN_BARE_LENGTH = 6;

// Every value is searched for in these texts.
const MAX_MESSAGE = 4_000;
const MAX_WARNINGS = 20;
const MAX_WARNING = 500;

/**
 * An answer of the API server without the configuration values of the manifest that
 * it is about: messages quote what is not valid, and messages are stored and shown.
 * Long messages are cut.
 */
export function withoutManifestValues(
  answer: ClusterAnswer,
  manifest: Manifest,
): ClusterAnswer {
  const isRefused = answer.status >= 300;
  const message = isRefused ? statusMessage(answer.text) : undefined;
  const cut = {
    message: cutTo(message ?? '', MAX_MESSAGE),
    warnings: answer.warnings
      .slice(0, MAX_WARNINGS)
      .map(warning => cutTo(warning, MAX_WARNING)),
  };
  const all = [cut.message, ...cut.warnings].join('\n');
  const values = all.trim() === '' ? [] : configurationValues(manifest);
  const quoted = [...new Set(values)]
    .filter(value => value.trim() !== '')
    .map(quotationsOf)
    .filter(({ variants }) => variants.some(text => all.includes(text)))
    .sort((one, other) => other.value.length - one.value.length);
  const hide = (text: string) => quoted.reduce(hideOne, text);
  return {
    ...answer,
    warnings: cut.warnings.map(hide),
    ...(isRefused && {
      text:
        message === undefined
          ? ''
          : JSON.stringify({ kind: 'Status', message: hide(cut.message) }),
    }),
  };
}

interface Quotations {
  value: string;
  /** How a message may contain the value, the longest first */
  variants: string[];
}

function quotationsOf(value: string): Quotations {
  // The API server quotes as Go does, which is as JSON does.
  const quoted = JSON.stringify(value);
  return {
    value,
    variants: [
      quoted,
      `Value:${value}}`,
      ...(value.length < MIN_BARE_LENGTH ? [] : [quoted.slice(1, -1), value]),
    ],
  };
}

function hideOne(text: string, { variants }: Quotations): string {
  const [quoted, typed, ...bare] = variants;
  return bare.reduce(
    (hidden, variant) => hidden.replaceAll(variant, HIDDEN),
    text
      .replaceAll(quoted, `"${HIDDEN}"`)
      .replaceAll(typed, `Value:${HIDDEN}}`),
  );
}

/** A cut could leave a part of a value, so a long text ends before the first one. */
function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const value = text.search(/"|Value:/);
  const end = value >= 0 && value < length ? value : length;
  const cut = text.slice(0, end);
  const spaces = [' ', '\n', '\t'].map(space => cut.lastIndexOf(space));
  return `${cut.slice(0, Math.max(...spaces) + 1)}…`;
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
