import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { sortPods } from './podOrder';
import { PodRow } from './PodRow';

/** More are shown when asked for, so that a column stays readable. */
const SHOWN_PODS = 10;

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: 0 } },
  { name: 'FairwayPodList' },
);

/** The pods of a workload, those in trouble first. */
export function PodList({ pods }: { pods: Pod[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isWhole, setIsWhole] = useState(false);
  if (!pods.length) {
    return (
      <Typography variant="caption" color="textSecondary">
        {t('noPods')}
      </Typography>
    );
  }
  const sorted = sortPods(pods);
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN_PODS);
  return (
    <>
      <ul className={classes.list} aria-label={t('pods')}>
        {shown.map(pod => (
          <PodRow key={pod.uid} pod={pod} />
        ))}
      </ul>
      {pods.length > SHOWN_PODS && (
        <Button
          size="small"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole
            ? t('fewerPods')
            : t('allPods', { number: String(pods.length) })}
        </Button>
      )}
    </>
  );
}
