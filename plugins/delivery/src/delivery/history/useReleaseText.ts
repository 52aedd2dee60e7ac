import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Release,
  ReleaseOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatAge } from '../../format/age';
import { useLanguage } from '../../format/useLanguage';

/** A release in words: what, how it went, who asked for it. */
export function useReleaseText(release: Release): {
  title: string;
  outcome: string;
  cause: string;
} {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const { workload, version, commit, to, wentBack } = release;
  const values = {
    workload: workload.name,
    version: version?.value ?? t('unknownVersion'),
    commit: commit ? ` (${commit.slice(0, 7)})` : '',
    number: String(to.number),
  };
  return {
    title: wentBack
      ? t('history.wentBack', values)
      : t('history.release', values),
    outcome: `${useOutcome(release.outcome)}${took(release, duration =>
      t('history.took', { duration: formatAge(duration, language) }),
    )}`,
    cause: causeOf(release, t),
  };
}

function useOutcome({ reason, values }: ReleaseOutcome): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The placeholders differ by reason; the table in delivery-common has them.
  const sentence = t as (
    key: string,
    values: ReleaseOutcome['values'],
  ) => string;
  return sentence(`release.${reason}`, values);
}

function took(
  { startedAt, outcome, rebuilt }: Release,
  say: (milliseconds: number) => string,
): string {
  if (outcome.state !== 'completed' || rebuilt) return '';
  return say(Date.parse(outcome.endedAt) - Date.parse(startedAt));
}

function causeOf(
  { cause }: Release,
  t: ReturnType<
    typeof useTranslationRef<(typeof deliveryTranslationRef)['T']>
  >['t'],
): string {
  switch (cause.how) {
    case 'actor':
      return t('history.by', { who: cause.actor });
    case 'field-manager':
      return cause.wrote === 'image'
        ? t('history.by', { who: cause.manager })
        : t('history.byTemplate', { who: cause.manager });
    case 'unknown':
      return t('history.byUnknown');
    default:
      return cause satisfies never;
  }
}
