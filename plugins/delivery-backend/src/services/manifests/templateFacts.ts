import type { TemplatePart } from '@fairway/backstage-plugin-delivery-common';
import { hideArguments, hideSecrets, hideValue } from './hideSecrets';
import type { PodTemplate, TemplateContainer } from './podTemplate';
import { toYaml } from './toYaml';

/** One value of a template. */
export interface TemplateFact {
  part: TemplatePart;
  container?: string;
  name?: string;
  /** Value for comparison, which may be secret */
  value: string;
  /** Text for display, without secrets */
  text: string;
}

const SCHEDULING = [
  'affinity',
  'nodeName',
  'nodeSelector',
  'priorityClassName',
  'runtimeClassName',
  'schedulerName',
  'tolerations',
  'topologySpreadConstraints',
];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** All values of a template, in its order. */
export function templateFacts({ metadata, spec }: PodTemplate): TemplateFact[] {
  // `serviceAccount` is a deprecated alias of `serviceAccountName`.
  const { containers, initContainers, volumes, serviceAccount, ...rest } = spec;
  return [
    ...containers.flatMap(c => containerFacts(c, 'main')),
    ...initContainers.flatMap(c => containerFacts(c, 'init')),
    ...volumes.map(({ name, ...source }) => fact('volume', name, source)),
    ...members(metadata.labels, 'label'),
    ...Object.entries(metadata.annotations).map(([name, value]) => ({
      part: 'annotation' as const,
      name,
      value,
      text: hideValue(name, value),
    })),
    ...Object.entries(rest).flatMap(([field, value]) => {
      if (field === 'serviceAccountName') {
        return [fact('serviceAccount', undefined, value)];
      }
      if (field === 'securityContext') return members(value, 'security');
      const part = SCHEDULING.includes(field) ? 'scheduling' : 'other';
      return members(value, part, field);
    }),
  ];
}

function containerFacts(
  container: TemplateContainer,
  type: 'main' | 'init',
): TemplateFact[] {
  const { name, image, env, envFrom, command, args, ports, ...others } =
    container;
  const { volumeMounts, resources, securityContext, ...rest } = others;
  const facts: TemplateFact[] = [
    { part: 'container', value: type, text: image },
    fact('image', undefined, image),
    ...env.map(({ name: variable, value, valueFrom }) => ({
      part: 'env' as const,
      name: variable,
      value: line(valueFrom ?? value ?? ''),
      text: valueFrom ? line(valueFrom) : hideValue(variable, value ?? ''),
    })),
    ...envFrom.map(({ prefix = '', configMapRef, secretRef }) =>
      fact(
        'envFrom',
        secretRef
          ? `Secret ${secretRef.name}`
          : `ConfigMap ${configMapRef?.name ?? ''}`,
        prefix,
      ),
    ),
    ...members(resources, 'resources'),
    ...commandFacts('command', command),
    ...commandFacts('args', args),
    ...ports.map(port =>
      fact(
        'port',
        port.name ?? String(port.containerPort),
        `${port.containerPort}/${port.protocol}`,
      ),
    ),
    ...volumeMounts.map(({ mountPath, ...mount }) =>
      fact('mount', mountPath, mount),
    ),
    ...members(securityContext, 'security'),
    ...Object.entries(rest).flatMap(([field, value]) =>
      PROBES.includes(field)
        ? members(value, 'probe', field.replace('Probe', ''))
        : members(value, 'other', field),
    ),
  ];
  return facts.map(f => ({ ...f, container: name }));
}

function commandFacts(
  name: 'command' | 'args',
  words: string[] | undefined,
): TemplateFact[] {
  if (!words) return [];
  const text = hideArguments(words).map(word =>
    /^[^\s'"]+$/.test(word) ? word : JSON.stringify(word),
  );
  return [
    { part: 'command', name, value: words.join('\0'), text: text.join(' ') },
  ];
}

/** A fact for each leaf of an object, named by its path. */
function members(
  value: unknown,
  part: TemplatePart,
  path?: string,
): TemplateFact[] {
  if (value === undefined || value === null) return [];
  const isBranch =
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0;
  if (!isBranch) return [fact(part, path, value)];
  return Object.entries(value).flatMap(([key, member]) =>
    members(member, part, path === undefined ? key : `${path}.${key}`),
  );
}

function fact(
  part: TemplatePart,
  name: string | undefined,
  value: unknown,
): TemplateFact {
  return { part, name, value: line(value), text: line(hideSecrets(value)) };
}

function line(value: unknown): string {
  return typeof value === 'string' ? value : toYaml(value, 'flow').trim();
}
