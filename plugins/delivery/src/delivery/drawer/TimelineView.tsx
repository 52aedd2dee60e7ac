import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { useMemo } from 'react';
import { HistoryList } from '../history/HistoryList';
import { movedTo } from '../history/movedTo';
import { useHistory } from '../history/useHistory';

/** What happened to one workload, newest first. */
export function TimelineView(props: {
  environment: EnvironmentHeader;
  workload: Workload;
}) {
  const { workload } = props;
  const { name: environment, namespace } = props.environment;
  const { kind, name } = workload;
  const { entity } = useEntity();
  const history = useHistory(
    entity,
    useMemo(() => movedTo([workload]), [workload]),
    useMemo(
      () => ({ environment, namespace, kind, name }),
      [environment, namespace, kind, name],
    ),
  );
  return <HistoryList history={history} />;
}
