import { autoscaling } from './autoscaling';
import { containerConfig, mounts } from './containerConfig';
import { crashes, memory } from './crashes';
import { budgets, evictions } from './disruptions';
import { images } from './images';
import { initContainers } from './initContainers';
import { nodes } from './nodes';
import { killingProbes, readiness } from './probes';
import { refusals } from './refusals';
import { deadline, oldRevision } from './rollout';
import type { Rule } from './Rule';
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
  containerConfig,
  mounts,
  initContainers,
  memory,
  killingProbes,
  crashes,
  readiness,
  evictions,
  deadline,
  oldRevision,
  services,
  autoscaling,
  budgets,
  termination,
];
