import { InputError } from '@backstage/errors';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';

/** What somebody filled in. */
export type Answers = Record<string, string | boolean>;

/**
 * What somebody filled in, checked against the definitions; what was left out has
 * its default.
 *
 * @throws InputError that names the parameter and what it takes
 */
export function validateParameters(
  definitions: ParameterDefinition[],
  answers: Answers,
): Answers {
  const known = new Set(definitions.map(({ name }) => name));
  const unknown = Object.keys(answers).find(name => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `There is no parameter '${unknown}'; it takes ${[...known].join(', ') || 'none'}`,
    );
  }
  const checked: [string, string | boolean][] = [];
  for (const definition of definitions) {
    const value = checkedValue(definition, answers[definition.name]);
    if (value !== undefined) checked.push([definition.name, value]);
  }
  return Object.fromEntries(checked);
}

function checkedValue(
  definition: ParameterDefinition,
  answer: string | boolean | undefined,
): string | boolean | undefined {
  const { name } = definition;
  if (definition.type === 'unsupported') {
    throw new InputError(
      `The parameter '${name}' (${definition.kind}) can only be given in the CI server itself`,
    );
  }
  if (answer === undefined) {
    return definition.type === 'password' ? undefined : definition.default;
  }
  if (definition.type === 'boolean') {
    if (typeof answer === 'boolean') return answer;
    throw new InputError(`The parameter '${name}' is true or false`);
  }
  if (typeof answer !== 'string') {
    throw new InputError(`The parameter '${name}' is a text`);
  }
  if (definition.type === 'choice' && !definition.choices.includes(answer)) {
    throw new InputError(
      `The parameter '${name}' is one of ${definition.choices.join(', ')}`,
    );
  }
  return answer;
}

/** The same without what is secret, to be kept. */
export function withoutPasswords(
  definitions: ParameterDefinition[],
  answers: Answers,
): Answers {
  const secret = new Set(
    definitions.filter(({ type }) => type === 'password').map(d => d.name),
  );
  return Object.fromEntries(
    Object.entries(answers).filter(([name]) => !secret.has(name)),
  );
}
