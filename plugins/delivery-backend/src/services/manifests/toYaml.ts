import { stringify } from 'yaml';

/** An object as YAML, in blocks or, for one line, in braces. */
export function toYaml(value: unknown, style: 'block' | 'flow' = 'block') {
  return stringify(value, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // An empty collection has no blocks.
    collectionStyle: style === 'block' ? 'any' : style,
    flowCollectionPadding: false,
  });
}
