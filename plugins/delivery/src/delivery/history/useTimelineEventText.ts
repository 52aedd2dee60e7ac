import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { TimelineEntry } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatAge } from '../../format/formatAge';
import { useLanguage } from '../../format/useLanguage';

/** Start of the kubelet's messages, which the translation already contains. */
const PROBE_PREFIX =
  /^(Liveness|Readiness|Startup) probe (?:failed|errored)[^:]*: /;

/** Text of a timeline event, and how often it occurred, in the viewer's language. */
export function useTimelineEventText(entry: TimelineEntry): {
  title: string;
  more: string;
} {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const { event, workload, count, firstAt, lastAt, pods } = entry;
  const title = () => {
    switch (event.type) {
      case 'rollout':
        return workload.name;
      case 'scaled':
        return t(event.by === undefined ? 'event.scaled' : 'event.scaledBy', {
          workload: workload.name,
          from: String(event.from),
          to: String(event.to),
          by: event.by ?? '',
        });
      case 'restarted':
        return t('event.restarted', {
          container: event.container,
          how: [
            event.reason,
            event.exitCode === undefined
              ? undefined
              : t('event.exitCode', { code: String(event.exitCode) }),
          ]
            .filter(Boolean)
            .join(t('clauseSeparator')),
        });
      case 'probe-failed':
        return t(`event.probe.${event.probe}`, {
          message: event.message.replace(PROBE_PREFIX, ''),
        });
      case 'evicted':
        return t('event.evicted', {
          reason: event.message ?? event.reason,
        });
      default:
        return event satisfies never;
    }
  };
  const span = Date.parse(lastAt) - Date.parse(firstAt);
  const times =
    count > 1
      ? t('event.times', {
          number: String(count),
          span: formatAge(span, language),
        })
      : undefined;
  return {
    title: title(),
    more: [times, pods.slice(0, 3).join(t('listSeparator'))]
      .filter(Boolean)
      .join(' · '),
  };
}
