import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  ParameterDefinition,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';

/** Values of parameters, by name. */
export type ParameterValues = Record<string, string | boolean>;

/** Valid values, or why a value is not valid. */
export type ValidatedParameters =
  { values: ParameterValues } | { refusal: Refusal };

/**
 * Validates values of parameters against their definitions. A parameter without a
 * value gets its default.
 */
export function validateParameters(
  definitions: ParameterDefinition[],
  given: ParameterValues,
): ValidatedParameters {
  const known = definitions.map(({ name }) => name);
  const unknown = Object.keys(given).find(name => !known.includes(name));
  if (unknown !== undefined) {
    return {
      refusal: refusal('parameterUnknown', {
        name: unknown,
        known: known.join(', ') || '–',
      }),
    };
  }
  const values: [string, string | boolean][] = [];
  for (const definition of definitions) {
    const invalid = problemOf(definition, given[definition.name]);
    if (invalid) return { refusal: invalid };
    const value = valueOf(definition, given[definition.name]);
    if (value !== undefined) values.push([definition.name, value]);
  }
  return { values: Object.fromEntries(values) };
}

function problemOf(
  definition: ParameterDefinition,
  value: string | boolean | undefined,
): Refusal | undefined {
  const { name, type } = definition;
  if (type === 'unsupported') {
    return refusal('parameterUnsupported', { name, kind: definition.kind });
  }
  if (value === undefined) return undefined;
  if (type === 'boolean') {
    return typeof value === 'boolean'
      ? undefined
      : refusal('parameterNotBoolean', { name });
  }
  if (typeof value !== 'string') return refusal('parameterNotText', { name });
  return type === 'choice' && !definition.choices.includes(value)
    ? refusal('parameterNotChoice', {
        name,
        choices: definition.choices.join(', '),
      })
    : undefined;
}

function valueOf(
  definition: ParameterDefinition,
  value: string | boolean | undefined,
): string | boolean | undefined {
  if (value !== undefined) return value;
  return definition.type === 'password' || definition.type === 'unsupported'
    ? undefined
    : definition.default;
}

/** The values without those of password parameters, for the audit log. */
export function withoutPasswords(
  definitions: ParameterDefinition[],
  values: ParameterValues,
): ParameterValues {
  const secret = new Set(
    definitions.filter(({ type }) => type === 'password').map(d => d.name),
  );
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !secret.has(name)),
  );
}
