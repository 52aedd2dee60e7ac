import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import type { FieldChange } from '@fairway/backstage-plugin-delivery-common';
import { hideSecrets, isObject } from '../../services/manifests/hideSecrets';
import { toYaml } from '../../services/manifests/toYaml';

/** Fields that the API server keeps for itself. */
const BOOKKEEPING =
  /^(status|metadata\.(managedFields|resourceVersion|generation|uid|creationTimestamp|selfLink|annotations\.kubectl\.kubernetes\.io\/last-applied-configuration))($|[.[])/;

/** Where values are configuration, besides what looks secret. */
const CONFIGURATION =
  /^(data|binaryData|stringData)\.|\.env\[[^\]]*\]\.value$|\.(command|args)$/;

/**
 * What is different in one object than in another, field by field: list
 * members go by their names where they have one. Compared as they are, told
 * with what looks secret hidden; without `withValues`, configuration too.
 *
 * @param before - undefined where there was none
 */
export function changesBetween(
  before: unknown,
  after: unknown,
  options: { withValues: boolean },
): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const [oldShown, nowShown] = [shownOf(before), shownOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(path => old.get(path) !== now.get(path))
    .map(path => {
      const isHidden = !options.withValues && CONFIGURATION.test(path);
      const shown = (fields: Map<string, string>) =>
        isHidden && fields.has(path) ? HIDDEN : fields.get(path);
      const [was, is] = [shown(oldShown), shown(nowShown)];
      return {
        path,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      };
    });
}

function shownOf(object: unknown): Map<string, string> {
  return fieldsOf(isSecret(object) ? withoutData(object) : hideSecrets(object));
}

function isSecret(object: unknown): object is Record<string, unknown> {
  return isObject(object) && object.kind === 'Secret';
}

function withoutData(secret: Record<string, unknown>) {
  const hidden = (data: unknown) =>
    isObject(data)
      ? Object.fromEntries(Object.keys(data).map(key => [key, HIDDEN]))
      : data;
  const { data, stringData, ...rest } = secret;
  return { ...rest, data: hidden(data), stringData: hidden(stringData) };
}

function fieldsOf(object: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  if (object !== undefined) collect(object, '', fields);
  return fields;
}

function collect(
  value: unknown,
  path: string,
  fields: Map<string, string>,
): void {
  if (BOOKKEEPING.test(path) || value === undefined) return;
  const members = membersOf(value);
  if (!members?.length) {
    fields.set(path, toYaml(value, 'flow').trim());
    return;
  }
  for (const [key, member] of members) {
    const isFirst = path === '' || key.startsWith('[');
    collect(member, isFirst ? `${path}${key}` : `${path}.${key}`, fields);
  }
}

/** Undefined for what is told as a whole: a value, or a list of values. */
function membersOf(value: unknown): [string, unknown][] | undefined {
  if (isObject(value)) return Object.entries(value);
  if (!Array.isArray(value) || !value.some(isObject)) return undefined;
  return value.map((member, index) => [
    `[${isObject(member) && typeof member.name === 'string' ? member.name : index}]`,
    member,
  ]);
}
