import { InputError } from '@backstage/errors';
import { problemError } from './problem';
import { requestProblem } from './requestProblems';

/** One requirement of a label selector. */
interface Requirement {
  key: string;
  /** Accepted values; undefined if only the key has to exist */
  values?: string[];
  isNegated: boolean;
}

/** Function that returns whether labels match a selector. @public */
export type LabelSelector = (labels: Record<string, string>) => boolean;

/**
 * Parses a label selector in kubectl's syntax: `a=b,c!=d,e in (f, g),!h`.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 * @throws InputError that names the part that cannot be parsed
 * @public
 */
export function parseLabelSelector(text: string): LabelSelector {
  // Commas inside parentheses separate values, not requirements.
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
  throw problemError(
    InputError,
    requestProblem('labelSelectorInvalid', { selector, part }),
  );
}
