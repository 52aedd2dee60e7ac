import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod } from '@fairway/backstage-plugin-delivery-common';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import { memo } from 'react';
import { Age } from '../../components/Age';
import { PodStatusIcon } from '../workload/PodStatusIcon';
import { deliveryTranslationRef } from '../../translation/ref';

const useStyles = makeStyles(
  theme => ({
    // The browser renders only visible tiles; a workload can have hundreds of pods.
    item: { contentVisibility: 'auto', containIntrinsicSize: 'auto 52px' },
    tile: {
      ...theme.typography.caption,
      display: 'grid',
      gridTemplateColumns: '12px minmax(0, 1fr) auto',
      alignItems: 'center',
      columnGap: theme.spacing(0.75),
      width: '100%',
      height: 52,
      padding: theme.spacing(0.5, 1),
      textAlign: 'left',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      '&:hover, &:focus-visible': {
        backgroundColor: theme.palette.action.hover,
      },
    },
    selected: { borderColor: theme.palette.text.primary },
    name: { fontFamily: 'monospace', fontWeight: 'bold' },
    text: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    secondary: { color: theme.palette.text.secondary },
    second: { gridColumn: '2' },
    third: { gridColumn: '3' },
  }),
  { name: 'FairwayPodTile' },
);

function Tile(props: {
  pod: Pod;
  isSelected: boolean;
  onSelect: (uid: string) => void;
}) {
  const { pod, isSelected, onSelect } = props;
  const { name, status, reason, node, restarts } = pod;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isHealthy = status === 'ready' || status === 'succeeded';
  const state = t(`podStatus.${status}`);
  const detail = isHealthy ? (node ?? state) : (reason ?? state);
  return (
    <li className={classes.item}>
      <ButtonBase
        className={`${classes.tile} ${isSelected ? classes.selected : ''}`}
        aria-label={[
          name,
          reason && !isHealthy
            ? `${state}${t('labelSeparator')}${reason}`
            : state,
          node,
          restarts > 0 && t('restarts', { number: String(restarts) }),
        ]
          .filter(Boolean)
          .join(t('clauseSeparator'))}
        aria-pressed={isSelected}
        title={name}
        onClick={() => onSelect(pod.uid)}
      >
        <PodStatusIcon status={status} />
        <span className={`${classes.name} ${classes.text}`}>
          {name.split('-').at(-1)}
        </span>
        <span className={classes.secondary}>
          <Age time={pod.createdAt} />
        </span>
        <span
          className={`${classes.second} ${classes.text} ${classes.secondary}`}
        >
          {detail}
        </span>
        {restarts > 0 && <span className={classes.third}>↻ {restarts}</span>}
      </ButtonBase>
    </li>
  );
}

/** Tile of one pod: its status, the end of its name, and its node. */
export const PodTile = memo(Tile);
