import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Release,
  ReleaseOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatAge } from '../../format/formatAge';
import { useLanguage } from '../../format/useLanguage';

/** Text of a release: its title, outcome and cause, in the viewer's language. */
export function useReleaseText(release: Release): {
  title: string;
  outcome: string;
  cause: string;
} {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const { workload, version, commit, to, rollbackTo } = release;
  const values = {
    workload: workload.name,
    version: version?.value ?? t('unknownVersion'),
    commit: commit ? ` (${commit.slice(0, 7)})` : '',
    number: String(to.number),
  };
  return {
    title: rollbackTo
      ? t('history.rolledBack', values)
      : t('history.release', values),
    outcome: `${useOutcomeText(release.outcome)}${durationText(
      release,
      duration =>
        t('history.duration', { duration: formatAge(duration, language) }),
    )}`,
    cause: causeText(release, t),
  };
}

function useOutcomeText({ reason, values }: ReleaseOutcome): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The values depend on the reason; see releaseSentences in delivery-common.
  const translate = t as (
    key: string,
    values: ReleaseOutcome['values'],
  ) => string;
  return translate(`release.${reason}`, values);
}

function durationText(
  { startedAt, outcome, reconstructed }: Release,
  format: (milliseconds: number) => string,
): string {
  if (outcome.state !== 'completed' || reconstructed) return '';
  return format(Date.parse(outcome.endedAt) - Date.parse(startedAt));
}

function causeText(
  { cause, who }: Release,
  t: ReturnType<
    typeof useTranslationRef<(typeof deliveryTranslationRef)['T']>
  >['t'],
): string {
  if (who && who.role !== 'field-manager') {
    return t(`author.${who.role}`, { who: who.person.name });
  }
  switch (cause.how) {
    case 'actor':
      return t('author.actor', { who: cause.actor });
    case 'field-manager':
      return cause.wrote === 'image'
        ? t('history.triggeredBy', { who: cause.manager })
        : t('history.triggeredByTemplate', { who: cause.manager });
    case 'unknown':
      return t('history.authorUnknown');
    default:
      return cause satisfies never;
  }
}
