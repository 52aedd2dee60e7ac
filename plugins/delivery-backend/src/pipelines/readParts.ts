import type {
  ParameterDefinition,
  RunParameter,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedRun,
  PipelineProvider,
  RunParts,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { looksSecret, maskCredentials } from '../services';

/**
 * Reads a run with everything that belongs to it. Parameters whose names look secret
 * have no value, and texts have no credentials: the result is stored and shown.
 */
export async function readParts(
  provider: PipelineProvider,
  ref: RunRef,
  signal: AbortSignal,
): Promise<RunParts> {
  const parts = await provider.readRun(ref, { signal });
  const { run, failure } = parts;
  return {
    ...parts,
    run: withoutCredentials(run),
    inputs: parts.inputs.map(input => ({
      ...input,
      parameters: input.parameters.map(withoutSecretDefault),
    })),
    parameters: parts.parameters.map(withoutSecret),
    ...(failure && {
      failure: {
        ...failure,
        ...(failure.error !== undefined && {
          error: maskCredentials(failure.error),
        }),
        lastLines: failure.lastLines.map(maskCredentials),
      },
    }),
  };
}

/** The run without credentials in the description, which a pipeline writes. */
export function withoutCredentials(run: ListedRun): ListedRun {
  const { description } = run;
  return description === undefined
    ? run
    : { ...run, description: maskCredentials(description) };
}

function withoutSecret({ name, value }: RunParameter): RunParameter {
  if (value === undefined || looksSecret(name)) return { name };
  return {
    name,
    value: typeof value === 'string' ? maskCredentials(value) : value,
  };
}

/**
 * The definition of a parameter; one whose name looks secret is a password, because a
 * pipeline may define it as a text with a secret default.
 */
export function withoutSecretDefault(
  definition: ParameterDefinition,
): ParameterDefinition {
  const { type, name, description } = definition;
  const isText = type === 'string' || type === 'text';
  if (!isText || !looksSecret(name)) return definition;
  return {
    type: 'password',
    name,
    ...(description !== undefined && { description }),
  };
}
