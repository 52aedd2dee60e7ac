import {
  READY,
  ago,
  autoscaler,
  containerStatus,
  deployment,
  endpoints,
  event,
  pod,
  service,
} from './objects';
import type { PublicCase } from './objects';

const CONDITIONS =
  'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions';
const noMetrics =
  'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API';
const well = {
  health: 'healthy ready',
  sentence: 'All pods ready on this version',
};

/** A healthy workload with these autoscalers. */
function scaled(
  autoscalers: PublicCase['objects'],
  findings: string[] = [],
  source = CONDITIONS,
): PublicCase {
  return {
    source,
    objects: [
      ...deployment({ ready: 1 }),
      pod({ status: READY }),
      ...autoscalers,
    ],
    ...well,
    findings,
  };
}

const blind = (secondsAgo: number) => ({
  type: 'ScalingActive',
  status: 'False',
  reason: 'FailedGetResourceMetric',
  message: noMetrics,
  lastTransitionTime: ago(secondsAgo),
});

/** Autoscalers, by the reasons of their conditions. */
export const autoscalers: Record<string, PublicCase> = {
  'a new autoscaler has no metrics yet': scaled(
    [autoscaler('orders', blind(12), ago(12))],
    [],
    'https://github.com/kubernetes/kubernetes/issues/57996',
  ),
  'an old autoscaler has lost its metrics some seconds ago': scaled([
    autoscaler('orders', blind(30)),
  ]),
  'an old autoscaler has no metrics': scaled(
    [autoscaler('orders', blind(600))],
    [
      'autoscalerBlind certain: Autoscaler orders cannot read its metrics: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
    ],
  ),
  'an autoscaler waits between two changes': scaled([
    autoscaler('orders', {
      type: 'AbleToScale',
      status: 'False',
      reason: 'BackoffBoth',
      lastTransitionTime: ago(600),
    }),
  ]),
  'an autoscaler was switched off by zero replicas': scaled([
    autoscaler('orders', {
      type: 'ScalingActive',
      status: 'False',
      reason: 'ScalingDisabled',
      lastTransitionTime: ago(600),
    }),
  ]),
  'an autoscaler is at its minimum': scaled([
    autoscaler('orders', {
      type: 'ScalingLimited',
      status: 'True',
      reason: 'TooFewReplicas',
      lastTransitionTime: ago(600),
    }),
  ]),
  'an autoscaler has a metric of an unknown type': scaled(
    [
      autoscaler('orders', {
        type: 'ScalingActive',
        status: 'False',
        reason: 'InvalidMetricSourceType',
        message:
          'the HPA was unable to compute the replica count: unknown metric source type "Pod"',
        lastTransitionTime: ago(600),
      }),
    ],
    [
      'autoscalerInvalid certain: Autoscaler orders is not valid: unknown metric source type "Pod"',
    ],
  ),
  'pods of an autoscaler match another one': scaled(
    [
      autoscaler('orders', {
        type: 'ScalingActive',
        status: 'False',
        reason: 'AmbiguousSelector',
        message:
          'pods by selector app=orders are controlled by multiple HPAs: [shop/orders shop/other]',
        lastTransitionTime: ago(600),
      }),
    ],
    [
      'autoscalerAmbiguous certain: Autoscaler orders does not scale, because its pods belong to several autoscalers: pods by selector app=orders are controlled by multiple HPAs: [shop/orders shop/other]',
    ],
    'https://github.com/kubernetes/kubernetes/issues/112038',
  ),
  'an autoscaler is at its maximum': scaled(
    [
      autoscaler('orders', {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'TooManyReplicas',
        lastTransitionTime: ago(600),
      }),
    ],
    [
      'autoscalerAtMaximum likely: Autoscaler orders needs more than its maximum of 4 pods',
    ],
  ),
  'two autoscalers scale one workload': scaled(
    [
      autoscaler('orders-cpu', { type: 'ScalingActive', status: 'True' }),
      autoscaler('orders-queue', { type: 'ScalingActive', status: 'True' }),
    ],
    [
      'autoscalersConflict certain: Several autoscalers scale orders: orders-cpu, orders-queue',
    ],
    'https://github.com/kubernetes/kubernetes/issues/112038',
  ),
};

const notReady = { ready: false, serving: false };
const unready = (number: number) =>
  pod({
    number,
    spec: { containers: [{ name: 'app', readinessProbe: {} }] },
    status: containerStatus({
      started: true,
      state: { running: { startedAt: ago(300) } },
    }),
  });
const probeFailed = (secondsAgo: number) =>
  event(
    'Unhealthy',
    'Readiness probe failed: HTTP probe failed with statuscode: 503',
    {
      container: 'app',
      secondsAgo,
    },
  );

/** Services and the endpoints behind them. */
export const services: Record<string, PublicCase> = {
  'a dual-stack Service has each pod twice': {
    source: 'https://github.com/kubernetes/kubernetes/issues/126004',
    objects: [
      ...deployment({ replicas: 2 }),
      unready(0),
      unready(1),
      probeFailed(10),
      service(),
      endpoints('IPv4', [
        { address: '10.0.0.1', pod: 'orders-0', conditions: notReady },
        { address: '10.0.0.2', pod: 'orders-1', conditions: notReady },
      ]),
      endpoints('IPv6', [
        { address: 'fd00::1', conditions: notReady },
        { address: 'fd00::2', conditions: notReady },
      ]),
    ],
    health: 'progressing becomingReady',
    sentence: '0 of 2 pods ready',
    findings: [
      'readinessFailingInService certain: Readiness probe of container app fails: 1 of 2 pods are removed from Service orders',
      '- serviceWithoutEndpoints likely: Service orders has no ready pods: its clients get errors',
    ],
  },
  'a Service that publishes pods that are not ready': {
    source:
      'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions',
    objects: [
      ...deployment(),
      pod({
        status: containerStatus({
          started: true,
          state: { running: { startedAt: ago(300) } },
        }),
      }),
      service(),
      endpoints('IPv4', [
        {
          address: '10.0.0.1',
          pod: 'orders-0',
          conditions: { ready: true, serving: false },
        },
        {
          address: '10.0.0.2',
          pod: 'orders-9',
          conditions: { ready: true, serving: false, terminating: true },
        },
      ]),
    ],
    health: 'progressing becomingReady',
    sentence: '0 of 1 pods ready',
    findings: [
      'serviceWithoutEndpoints likely: Service orders has no ready pods: its clients get errors',
    ],
  },
  'the last pods still serve while they end': {
    source: 'https://github.com/kubernetes/enhancements/issues/1669',
    objects: [
      ...deployment(),
      pod({
        status: containerStatus({
          started: true,
          state: { running: { startedAt: ago(300) } },
        }),
      }),
      service(),
      endpoints('IPv4', [
        { address: '10.0.0.1', pod: 'orders-0', conditions: notReady },
        {
          address: '10.0.0.2',
          pod: 'orders-9',
          conditions: { ready: false, serving: true, terminating: true },
        },
      ]),
    ],
    health: 'progressing becomingReady',
    sentence: '0 of 1 pods ready',
  },
  'a new workload is no outage': {
    source:
      'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions',
    objects: [
      ...deployment({ createdAt: ago(20) }),
      pod({
        spec: { containers: [{ name: 'app', readinessProbe: {} }] },
        status: containerStatus({
          started: true,
          state: { running: { startedAt: ago(8) } },
        }),
      }),
      probeFailed(2),
      service(ago(20)),
      endpoints('IPv4', [
        { address: '10.0.0.1', pod: 'orders-0', conditions: notReady },
      ]),
    ],
    health: 'progressing becomingReady',
    sentence: '0 of 1 pods ready',
  },
};
