import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import { maskCredentials } from '../../kubernetes';

// `key` and `token` also match other values; hiding too much does no harm.
const SECRET_NAME =
  /pass(w|p|$|_|-)|pwd|token|key|secret|credential|authorization|cookie|private|dsn$/i;

/** Fields whose keys are chosen by users. */
const NAMED_VALUES = ['annotations', 'volumeAttributes', 'options'];

/** Whether a variable, header or flag of this name is likely to hold a secret. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Hides a value if its name looks secret, else only credentials in it. */
export function hideValue(name: string, value: string): string {
  return looksSecret(name) ? HIDDEN : maskCredentials(value);
}

/** A command line with the values of secret flags hidden. */
export function hideArguments(words: string[]): string[] {
  return words.map((word, index) => {
    const [, flag, value] = /^(--?[^=\s]+)=(.*)$/s.exec(word) ?? [];
    if (flag) return `${flag}=${hideValue(flag, value)}`;
    const before = words[index - 1] ?? '';
    const isNamed = /^--?[^=\s]+$/.test(before) && looksSecret(before);
    return isNamed && !word.startsWith('-') ? HIDDEN : maskCredentials(word);
  });
}

/**
 * A copy of an API object in which every value that looks secret is hidden:
 * variables and headers by their names, flags, annotations, values of ConfigMaps by
 * their keys, and credentials within texts. Values of Secrets and binary values are
 * always hidden. References to Secrets stay, because they are only names.
 */
export function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (!isObject(value)) return value;
  const { name, kind } = value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (isSecretData(kind, key)) return [key, withoutValues(member)];
      if (kind === 'ConfigMap' && key === 'data' && isObject(member)) {
        return [key, hideMembers(member)];
      }
      if (key === 'value' && typeof name === 'string') {
        return [
          key,
          typeof member === 'string'
            ? hideValue(name, member)
            : hideSecrets(member),
        ];
      }
      if ((key === 'command' || key === 'args') && isTexts(member)) {
        return [key, hideArguments(member)];
      }
      return [
        key,
        NAMED_VALUES.includes(key) && isObject(member)
          ? hideMembers(member)
          : hideSecrets(member),
      ];
    }),
  );
}

function isSecretData(kind: unknown, key: string): boolean {
  return kind === 'Secret'
    ? ['data', 'stringData', 'binaryData'].includes(key)
    : kind === 'ConfigMap' && ['stringData', 'binaryData'].includes(key);
}

function withoutValues(data: unknown) {
  return isObject(data)
    ? Object.fromEntries(Object.keys(data).map(key => [key, HIDDEN]))
    : HIDDEN;
}

function hideMembers(members: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      typeof value === 'string' ? hideValue(name, value) : hideSecrets(value),
    ]),
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(v => typeof v === 'string');
}

/** Whether a value is an object, and not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
