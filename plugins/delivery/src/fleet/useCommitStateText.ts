import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ChangeInEnvironment,
  CommitMatch,
  DeployState,
} from '@fairway/backstage-plugin-delivery-common';
import { formatAge } from '../format/formatAge';
import { useLanguage } from '../format/useLanguage';
import { deliveryTranslationRef } from '../translation/ref';

const keys: Partial<
  Record<
    DeployState,
    | 'commitSearch.deployingTo'
    | 'commitSearch.failedIn'
    | 'commitSearch.rolledBackIn'
    | 'commitSearch.unknownIn'
  >
> = {
  deploying: 'commitSearch.deployingTo',
  failed: 'commitSearch.failedIn',
  'rolled-back': 'commitSearch.rolledBackIn',
  unknown: 'commitSearch.unknownIn',
};

/** Text that says where a commit or version is deployed, or when it was released last. */
export function useCommitStateText(match: CommitMatch): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const { environments = [], releases } = match;
  const list = (names: string[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
  const namesIn = (states: ChangeInEnvironment[]) =>
    list(
      states.map(({ environment, share }) =>
        share > 0 && share < 100
          ? t('commitSearch.partly', {
              environment,
              percent: String(Math.round(share)),
            })
          : environment,
      ),
    );
  const clauses: string[] = [];
  for (const [containedIn, states] of byContainingCommit(environments)) {
    const values = { environments: namesIn(states) };
    clauses.push(
      containedIn === undefined
        ? t('commitSearch.deployedTo', values)
        : t('commitSearch.deployedAs', {
            ...values,
            commit: containedIn.slice(0, 7),
          }),
    );
  }
  for (const [state, key] of Object.entries(keys)) {
    const states = environments.filter(each => each.state === state);
    if (states.length) clauses.push(t(key, { environments: namesIn(states) }));
  }
  if (clauses.length) return clauses.join(t('clauseSeparator'));
  const [last] = releases;
  return [
    ...(match.environments ? [t('commitSearch.notDeployed')] : []),
    last
      ? t('commitSearch.lastReleased', {
          environment: last.environment,
          age: formatAge(Date.now() - Date.parse(last.startedAt), language),
        })
      : t('commitSearch.neverReleased'),
  ].join(t('clauseSeparator'));
}

/** Environments that run the commit, by the later commit that includes it there. */
function byContainingCommit(
  environments: ChangeInEnvironment[],
): Map<string | undefined, ChangeInEnvironment[]> {
  const groups = new Map<string | undefined, ChangeInEnvironment[]>();
  for (const each of environments) {
    if (each.state !== 'deployed') continue;
    const known = groups.get(each.containedIn) ?? [];
    groups.set(each.containedIn, [...known, each]);
  }
  return groups;
}
