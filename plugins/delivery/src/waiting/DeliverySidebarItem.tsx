import { SidebarItem } from '@backstage/core-components';
import { useApiHolder } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { countWaitingForCaller } from '@fairway/backstage-plugin-delivery-common';
import type { Waiting } from '@fairway/backstage-plugin-delivery-common';
import Badge from '@material-ui/core/Badge';
import DirectionsBoatIcon from '@material-ui/icons/DirectionsBoat';
import { useMemo, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';

const defaultIcon = <DirectionsBoatIcon fontSize="inherit" />;

/** Properties of a {@link DeliverySidebarItem}. @public */
export interface DeliverySidebarItemProps {
  /** Path of the page of all services; `/delivery` if omitted */
  to?: string;
  /** Title of the item; the title of the plugin if omitted */
  text?: string;
  /** Icon of the item; the icon of the plugin's page if omitted */
  icon?: ReactElement | null;
}

/**
 * Item of the sidebar for the page of all services, with the number of rollouts and
 * runs that the viewer may approve. It shows no number if the number is zero or cannot
 * be read.
 *
 * @public
 */
export function DeliverySidebarItem(props: DeliverySidebarItemProps) {
  const { to = '/delivery', icon = defaultIcon } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const text = props.text ?? t('title');
  const count = useCount();
  // A new component type would replace the element at each render.
  const Icon = useMemo(
    () => () =>
      count ? (
        <Badge
          badgeContent={count}
          max={99}
          color="error"
          overlap="rectangular"
        >
          {icon}
        </Badge>
      ) : (
        <>{icon}</>
      ),
    [count, icon],
  );
  return (
    <SidebarItem
      icon={Icon}
      to={to}
      text={text}
      aria-label={
        count
          ? t('waiting.sidebar', { title: text, number: String(count) })
          : text
      }
    />
  );
}

const noState: LiveState<Waiting> = { status: 'loading' };
const noFeed = { getState: () => noState, subscribe: () => () => {} };

/** Number of rollouts and runs that wait for the viewer; zero if it is not known. */
function useCount(): number {
  // The sidebar is shown even if the plugin or its API is not installed.
  const feed = useApiHolder().get(deliveryApiRef)?.followWaiting() ?? noFeed;
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  return 'value' in state ? countWaitingForCaller(state.value) : 0;
}
