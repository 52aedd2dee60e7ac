import { stringify } from 'yaml';

/** An object as YAML: in block style, or in flow style on one line. */
export function toYaml(value: unknown, style: 'block' | 'flow' = 'block') {
  return stringify(value, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // An empty collection has no block style.
    collectionStyle: style === 'block' ? 'any' : style,
    flowCollectionPadding: false,
  });
}
