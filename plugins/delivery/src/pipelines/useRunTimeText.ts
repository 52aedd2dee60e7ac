import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@fairway/backstage-plugin-delivery-common';
import { useSyncExternalStore } from 'react';
import { formatDuration } from '../format/formatDuration';
import { pageClock } from '../format/pageClock';
import { useLanguage } from '../format/useLanguage';
import { deliveryTranslationRef } from '../translation/ref';

/** Duration or remaining time of a run, as text that keeps itself up to date. */
export function useRunTimeText(run: Pick<Run, 'startedAt' | 'status'>): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return useSyncExternalStore(pageClock.subscribe, () => {
    const { status, startedAt } = run;
    const now = pageClock.now();
    const seconds = (from: string, to: number) =>
      formatDuration(Math.max(0, to - Date.parse(from)) / 1000, language);
    if (status.state === 'finished') {
      return t('pipelines.took', {
        time: seconds(startedAt, Date.parse(status.endedAt)),
      });
    }
    if (status.state === 'waiting') {
      return t('pipelines.waitingFor', { message: status.message });
    }
    const left = Date.parse(status.expectedEndAt ?? '') - now;
    return left > 0
      ? t('pipelines.left', { time: formatDuration(left / 1000, language) })
      : t('pipelines.elapsed', { time: seconds(startedAt, now) });
  });
}
