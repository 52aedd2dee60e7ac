import { InputError } from '@backstage/errors';

/** One requirement of a label selector. */
interface Requirement {
  key: string;
  /** Undefined where only the key's presence counts */
  values?: string[];
  isNegated: boolean;
}

/** Whether labels satisfy a selector. @public */
export type LabelSelector = (labels: Record<string, string>) => boolean;

/**
 * Reads a label selector in kubectl's syntax: `a=b,c!=d,e in (f, g),!h`.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 * @throws InputError that names the part that cannot be read
 * @public
 */
export function parseLabelSelector(text: string): LabelSelector {
  // Commas inside parentheses part values, not requirements.
  const requirements = text
    .split(/,(?![^(]*\))/)
    .map(part => parseRequirement(part.trim(), text));
  return labels =>
    requirements.every(({ key, values, isNegated }) => {
      const value = labels[key];
      const isMet =
        value !== undefined && (values === undefined || values.includes(value));
      return isMet !== isNegated;
    });
}

const KEY = '([A-Za-z0-9][A-Za-z0-9./_-]*)';
const VALUE = '([A-Za-z0-9._-]*)';
const equality = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*${VALUE}$`);
const set = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const presence = new RegExp(`^(!?)\\s*${KEY}$`);

function parseRequirement(part: string, selector: string): Requirement {
  const equal = equality.exec(part);
  if (equal) {
    return { key: equal[1], values: [equal[3]], isNegated: equal[2] === '!=' };
  }
  const oneOf = set.exec(part);
  if (oneOf) {
    return {
      key: oneOf[1],
      values: oneOf[3].split(',').map(value => value.trim()),
      isNegated: oneOf[2] === 'notin',
    };
  }
  const present = presence.exec(part);
  if (present) return { key: present[2], isNegated: present[1] === '!' };
  throw new InputError(
    `The label selector '${selector}' cannot be read at '${part}'; write it as for kubectl, such as 'app=orders,tier!=test'`,
  );
}
