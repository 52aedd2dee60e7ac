import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import type { FieldChange } from '@fairway/backstage-plugin-delivery-common';
import { hideSecrets, isObject, toYaml } from '../../services';

/** Fields that the API server and controllers write, and annotations of kubectl. */
const BOOKKEEPING =
  /^(status|metadata\.(managedFields|resourceVersion|generation|uid|creationTimestamp|selfLink|annotations\.(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|rollout\.argoproj\.io\/revision)))($|[.[])/;

/** Fields whose values are configuration. */
const CONFIGURATION =
  /^(data|binaryData|stringData)(\.|$)|\]\.value$|(^|\.)(annotations|volumeAttributes|options)\.|\.(command|args)$/;

/** A field that differs between two versions of an object, with its real values. */
interface ChangedField {
  path: string;
  /** Value as YAML in one line; undefined where the field did not exist */
  before: string | undefined;
  after: string | undefined;
}

/**
 * Changed fields between two versions of an object; list members go by their names
 * where they have one. The values may be secret: neither show nor store them.
 *
 * @param before - undefined for a new object
 * @param after - undefined for a deleted object
 */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(path => old.get(path) !== now.get(path))
    .map(path => ({ path, before: old.get(path), after: now.get(path) }));
}

/**
 * Changed fields between two versions of an object, for display. Values that look
 * like secrets are compared, but hidden in the result; without `withValues`, values of
 * configuration are hidden too.
 *
 * @param before - undefined for a new object
 * @param after - undefined for a deleted object
 */
export function changesBetween(
  before: unknown,
  after: unknown,
  options: { withValues: boolean },
): FieldChange[] {
  const oldShown = fieldsOf(hideSecrets(before));
  const nowShown = fieldsOf(hideSecrets(after));
  return changedFields(before, after).map(({ path }) => {
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

/** Members of an object, or of a list of objects; undefined for a plain value or a list of them. */
function membersOf(value: unknown): [string, unknown][] | undefined {
  if (isObject(value)) return Object.entries(value);
  if (!Array.isArray(value) || !value.some(isObject)) return undefined;
  return value.map((member, index) => [
    `[${isObject(member) && typeof member.name === 'string' ? member.name : index}]`,
    member,
  ]);
}
