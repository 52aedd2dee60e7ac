import { autoscaling } from './autoscaling';
import { containerConfig, mounts } from './containerConfig';
import { crashes, memory } from './crashes';
import { budgets } from './disruptions';
import { evictions } from './evictions';
import { ends, startHooks } from './hooks';
import { images, pullSecrets } from './images';
import { initContainers, sidecars } from './initContainers';
import { nodes } from './nodes';
import { killingProbes, readiness } from './probes';
import { refusals } from './refusals';
import { resize } from './resize';
import {
  deadline,
  failedAnalyses,
  failedRollout,
  oldRevision,
} from './rollout';
import type { Rule } from './Rule';
import { sandbox } from './sandbox';
import { scheduling } from './scheduling';
import { services } from './services';
import { termination } from './termination';
import { volumes } from './volumes';

/** All rules of the diagnosis. */
export const rules: Rule[] = [
  nodes,
  volumes,
  refusals,
  scheduling,
  images,
  pullSecrets,
  containerConfig,
  sandbox,
  mounts,
  initContainers,
  sidecars,
  memory,
  startHooks,
  killingProbes,
  crashes,
  readiness,
  evictions,
  resize,
  failedRollout,
  failedAnalyses,
  deadline,
  oldRevision,
  services,
  autoscaling,
  budgets,
  termination,
  ends,
];
