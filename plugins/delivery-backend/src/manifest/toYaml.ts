import { stringify } from 'yaml';

/** An object as YAML, in blocks or, for one line, in braces. */
export function toYaml(value: unknown, style: 'block' | 'flow' = 'block') {
  return stringify(value, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    collectionStyle: style,
    flowCollectionPadding: false,
  });
}
