import type { Serving, Software, Target } from './delivery';
import { fillSentence } from './sentence';
import { isSameSoftware } from './serving';

/**
 * Texts about the software that serves, in English; filled in and translated like
 * {@link healthSentences}.
 * @public
 */
export const servingSentences = {
  nothing: 'Nothing is serving',
  unknown: 'Serving version unknown',
  target: 'target {{version}}',
  share: '{{version}} ({{percent}} %)',
  headerRoute: '{{version}} ({{percent}} %, and header routes)',
  ofWorkloads: '{{version}} ({{workloads}})',
  unknownVersion: 'unknown version',
  separator: ', ',
} as const;

/** A text of {@link servingSentences}. @public */
export type ServingTextKey = keyof typeof servingSentences;

/** One software that serves, of a workload or of a cell of the fleet. @public */
export type ServingEntry = Pick<Serving, 'version' | 'commit' | 'images'> &
  Pick<Serving, 'share' | 'hasHeaderRoute'> & {
    /** Names of the workloads that serve it, if there are several workloads */
    workloads?: string[];
  };

/** What serves and what the spec asks for. @public */
export interface ServingState {
  /** Software that users reach, the largest share first */
  serving: ServingEntry[];
  /** Software that the spec asks for, if that is not exactly what is serving */
  target?: Pick<Target, 'version' | 'commit' | 'images'>;
  /** Health of the workload; `unsynced` if its pods are not known */
  health: { reason: string };
}

/** Texts about the software of workloads in one language. @public */
export interface ServingTexts {
  /** Version, otherwise the start of the commit's hash */
  version(software: Pick<Software, 'version' | 'commit'>): string;
  /** Version with its share of the requests, or with its workloads; the version alone if it serves alone */
  entry(entry: ServingEntry, serving: readonly ServingEntry[]): string;
  /** The version that the spec asks for, if it does not serve */
  target(state: ServingState): string | undefined;
  /** Everything in one line: `1.4.1 (75 %), 1.5.0 (25 %)` or `6.1.0, target 6.2.0` */
  line(state: ServingState): string;
}

/**
 * Texts about the software of workloads.
 *
 * @param translate - fills in a text of {@link servingSentences}; English by default
 * @public
 */
export function servingTexts(
  translate: (key: ServingTextKey, values: Record<string, string>) => string = (
    key,
    values,
  ) => fillSentence(servingSentences[key], values),
): ServingTexts {
  const version: ServingTexts['version'] = ({ version: own, commit }) =>
    own?.value ?? commit?.slice(0, 7) ?? translate('unknownVersion', {});
  const entry: ServingTexts['entry'] = (each, serving) => {
    const values = { version: version(each) };
    const { share, hasHeaderRoute, workloads } = each;
    if (workloads && serving.length > 1) {
      const names = workloads.join(translate('separator', {}));
      return translate('ofWorkloads', { ...values, workloads: names });
    }
    if (serving.length === 1 && isWholeShare(share)) return values.version;
    const percent = formatShare(share);
    return translate(hasHeaderRoute ? 'headerRoute' : 'share', {
      ...values,
      percent,
    });
  };
  const target: ServingTexts['target'] = ({ serving, target: wanted }) =>
    wanted && !serving.some(each => isSameSoftware(each, wanted))
      ? translate('target', { version: version(wanted) })
      : undefined;
  return {
    version,
    entry,
    target,
    line: state => {
      const { serving, health } = state;
      const now = serving.map(each => entry(each, serving));
      const nothing = health.reason === 'unsynced' ? 'unknown' : 'nothing';
      if (!now.length) now.push(translate(nothing, {}));
      const wanted = target(state);
      if (wanted !== undefined) now.push(wanted);
      return now.join(translate('separator', {}));
    },
  };
}

/** Whether a percentage means all requests. Rounded thirds sum up to 99.99. @public */
export function isWholeShare(share: number): boolean {
  return share > 99.95;
}

/** A percentage without decimals; never 0 or 100 for a part. @public */
export function formatShare(share: number): string {
  if (share > 0 && share < 1) return '<1';
  if (share > 99 && !isWholeShare(share)) return '99';
  return String(Math.round(share));
}
