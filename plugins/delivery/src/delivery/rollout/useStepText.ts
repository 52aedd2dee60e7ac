import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  RolloutStep,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatAge } from '../../format/formatAge';
import { useLanguage } from '../../format/useLanguage';

/** Describes a step of the rollout of a workload, in the viewer's language. */
export function useStepText(
  workload: Pick<Workload, 'replicas' | 'rollout'>,
): (step: RolloutStep) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const { desired } = workload.replicas;
  return step => {
    switch (step.type) {
      case 'weight':
        return workload.rollout.traffic
          ? t('step.traffic', { percent: String(step.percent) })
          : t('step.pods', {
              percent: String(step.percent),
              pods: String(Math.ceil((desired * step.percent) / 100)),
              desired: String(desired),
            });
      case 'scale':
        if (step.matchesTraffic) return t('step.scaleToTraffic');
        return step.replicas === undefined
          ? t('step.pods', {
              percent: String(step.percent ?? 0),
              pods: String(Math.ceil((desired * (step.percent ?? 0)) / 100)),
              desired: String(desired),
            })
          : t('step.scale', { pods: String(step.replicas) });
      case 'headerRoute':
        return step.matches.length
          ? t('step.users', {
              users: step.matches.map(matchText).join(t('listSeparator')),
            })
          : t('step.removeRoute', { name: step.name });
      case 'mirrorRoute':
        return t('step.mirror', { percent: String(step.percent) });
      case 'pause':
        return step.seconds === undefined
          ? t('step.approval')
          : t('step.wait', { time: formatAge(step.seconds * 1000, language) });
      case 'analysis':
        return t('step.analysis', {
          templates: step.templates.join(t('listSeparator')),
        });
      case 'experiment':
        return t('step.experiment', {
          templates: step.templates.join(t('listSeparator')),
        });
      case 'promote':
        return t('step.promote');
      case 'other':
        return step.name;
      default:
        return step satisfies never;
    }
  };
}

/** Header match as text: `x-user: ada`. */
function matchText(match: {
  header: string;
  how: 'exact' | 'prefix' | 'regex';
  value: string;
}): string {
  const { header, how, value } = match;
  if (how === 'exact') return `${header}: ${value}`;
  return how === 'prefix' ? `${header}: ${value}…` : `${header} ~ ${value}`;
}
