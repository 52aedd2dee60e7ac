import {
  extractor,
  forbidden,
  forbiddenExcept,
  names,
  objects,
  podMetadata,
  selectors,
  within,
} from './reference';
import type { Extractor } from './reference';
import { podTemplate } from './podReferences';
import { isObject, valuesAt } from './valuesAt';

const INGRESS = 'networking.k8s.io/Ingress';

/** https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/ */
const GATEWAY_PLUGIN = 'argoproj-labs/gatewayAPI';

/** Template of an analysis; one of the whole cluster is another kind. */
const ANALYSIS_TEMPLATE = extractor(['templateName'], (template, field) =>
  isObject(template) && typeof template.templateName === 'string'
    ? [
        {
          type: 'object',
          field: `${field}.templateName`,
          kind: template.clusterScope
            ? 'argoproj.io/ClusterAnalysisTemplate'
            : 'argoproj.io/AnalysisTemplate',
          name: template.templateName,
        },
      ]
    : [],
);

const ANALYSIS: Extractor[] = [within('templates[]', [ANALYSIS_TEMPLATE])];

/** Objects through which a rollout routes traffic. The controller changes them. */
const TRAFFIC: Extractor[] = [
  names(
    'networking.istio.io/VirtualService',
    'istio.virtualService.name',
    'istio.virtualServices[].name',
  ),
  names('networking.istio.io/DestinationRule', 'istio.destinationRule.name'),
  names(
    INGRESS,
    'nginx.stableIngress',
    'nginx.stableIngresses[]',
    'alb.ingress',
    'alb.ingresses[]',
  ),
  names('/Service', 'alb.rootService'),
  forbiddenExcept('', [
    'alb',
    'istio',
    'managedRoutes',
    'maxTrafficWeight',
    'nginx',
    'plugins',
  ]),
  forbidden('nginx.additionalIngressAnnotations'),
  within('plugins', [forbiddenExcept('', [GATEWAY_PLUGIN])]),
  within(`plugins.${GATEWAY_PLUGIN}`, [
    extractor(['httpRoute', 'httpRoutes[].name'], (plugin, field) =>
      ['httpRoute', 'httpRoutes[].name']
        .flatMap(path => valuesAt(plugin, path, field))
        .map(({ field: at, value }) => ({
          type: 'object',
          field: at,
          kind: 'gateway.networking.k8s.io/HTTPRoute',
          name: String(value),
          ...(isObject(plugin) &&
            typeof plugin.namespace === 'string' && {
              namespace: plugin.namespace,
            }),
        })),
    ),
    forbiddenExcept('', ['httpRoute', 'httpRoutes', 'namespace']),
  ]),
];

const CANARY: Extractor[] = [
  names(
    '/Service',
    'canaryService',
    'stableService',
    'pingPong.pingService',
    'pingPong.pongService',
  ),
  podMetadata('canaryMetadata', 'stableMetadata'),
  within('trafficRouting', TRAFFIC),
  within('analysis', ANALYSIS),
  within('steps[].analysis', ANALYSIS),
  within('steps[].experiment', [
    within('analyses[]', [ANALYSIS_TEMPLATE]),
    selectors('templates[].selector'),
    podMetadata('templates[].metadata'),
  ]),
  forbidden('steps[].plugin'),
];

const BLUE_GREEN: Extractor[] = [
  names('/Service', 'activeService', 'previewService'),
  podMetadata('activeMetadata', 'previewMetadata'),
  within('prePromotionAnalysis', ANALYSIS),
  within('postPromotionAnalysis', ANALYSIS),
];

/**
 * References of a Rollout.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export const ROLLOUT: Extractor[] = [
  podTemplate('spec.template'),
  selectors('spec.selector'),
  objects('apps/Deployment', 'spec.workloadRef'),
  within('spec.strategy.canary', CANARY),
  within('spec.strategy.blueGreen', BLUE_GREEN),
];
