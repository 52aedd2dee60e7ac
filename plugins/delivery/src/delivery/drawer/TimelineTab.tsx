import { useEntity } from '@backstage/plugin-catalog-react';
import { useMemo } from 'react';
import { HistoryList } from '../history/HistoryList';
import { historyRefreshKey } from '../history/historyRefreshKey';
import { useHistory } from '../history/useHistory';
import type { WorkloadTabProps } from './WorkloadTab';

/** Releases and events of one workload, newest first. */
export function TimelineTab(props: WorkloadTabProps) {
  const { workload } = props;
  const { name: environment, namespace } = props.environment;
  const { kind, name } = workload;
  const { entity } = useEntity();
  const history = useHistory(
    entity,
    useMemo(() => historyRefreshKey([workload]), [workload]),
    useMemo(
      () => ({ environment, namespace, kind, name }),
      [environment, namespace, kind, name],
    ),
  );
  return <HistoryList history={history} />;
}
