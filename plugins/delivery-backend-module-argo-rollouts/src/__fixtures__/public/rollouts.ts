import { projectAnalysisRun } from '../../analysisRun';
import { DOCS, DONE, HALF, ISSUES, canary, rollout } from './objects';
import type { PublicCase } from './objects';

const ANALYSIS = { templates: [{ templateName: 'orders' }] };

function blueGreen(strategy: object, status: object): object {
  return rollout(
    { blueGreen: { activeService: 'orders', ...strategy } },
    status,
  );
}

/** Rollouts by their state and what they wait for. */
export const rollouts: Record<string, PublicCase> = {
  'a finished rollout is scaled up': {
    source: `${ISSUES}/3848`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      readyReplicas: 2,
      message: 'updated replicas are still becoming available',
    }),
    expected: { state: 'complete', step: 4, stable: undefined },
  },
  'a finished rollout creates more pods': {
    source: `${ISSUES}/4047`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      replicas: 2,
      updatedReplicas: 2,
      message: 'more replicas need to be updated',
    }),
    expected: { state: 'complete', step: 4 },
  },
  'a finished rollout restarts its pods': {
    source: `${DOCS}/restart/`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      message: 'rollout is restarting',
    }),
    expected: { state: 'complete' },
  },
  'pods of an old revision are still there': {
    source: `${DOCS}/canary/`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      replicas: 5,
      message: 'old replicas are pending termination',
    }),
    expected: { state: 'progressing', step: 4 },
  },
  'a router leaves the old pods for a while': {
    source: `${DOCS}/traffic-management/`,
    rollout: canary(
      { ...DONE, phase: 'Healthy', currentStepIndex: 4, replicas: 8 },
      { trafficRouting: { nginx: {} } },
    ),
    expected: { state: 'complete' },
  },
  'the pause was confirmed just now': {
    source: `${ISSUES}/1174`,
    rollout: canary({
      ...HALF,
      phase: 'Paused',
      controllerPause: true,
      currentStepIndex: 1,
    }),
    expected: { state: 'progressing' },
  },
  'a timed pause that was also paused by hand': {
    source: `${DOCS}/canary/`,
    rollout: canary(
      {
        ...HALF,
        phase: 'Paused',
        currentStepIndex: 1,
        pauseConditions: [
          { reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' },
        ],
      },
      {},
      { paused: true },
    ),
    expected: {
      state: 'waiting',
      waitsFor: 'approval',
      since: '2026-01-01T00:00:00Z',
      until: undefined,
    },
  },
  'an inconclusive analysis at a timed pause': {
    source: `${DOCS}/analysis/#inconclusive-runs`,
    rollout: canary({
      ...HALF,
      phase: 'Paused',
      currentStepIndex: 1,
      pauseConditions: [
        { reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' },
        {
          reason: 'InconclusiveAnalysisRun',
          startTime: '2026-01-01T00:00:00Z',
        },
      ],
    }),
    expected: { state: 'waiting', waitsFor: 'approval', until: undefined },
  },
  'an analysis at a step': {
    source: `${DOCS}/analysis/`,
    rollout: canary(
      { ...HALF, currentStepIndex: 0 },
      { steps: [{ analysis: ANALYSIS }] },
    ),
    expected: { state: 'waiting', waitsFor: 'analysis' },
  },
  'an experiment at a step': {
    source: `${DOCS}/experiment/`,
    rollout: canary(
      { ...HALF, currentStepIndex: 0 },
      { steps: [{ experiment: { templates: [{ name: 'baseline' }] } }] },
    ),
    expected: { state: 'waiting', waitsFor: 'analysis' },
  },
  'an analysis before the promotion': {
    source: `${ISSUES}/1174`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS },
      {
        ...HALF,
        message: 'active service cutover pending',
        blueGreen: {
          activeSelector: 'old',
          prePromotionAnalysisRunStatus: {
            name: 'orders-new-2-pre',
            status: 'Running',
          },
        },
      },
    ),
    context: [
      {
        uid: 'run',
        kind: 'AnalysisRun',
        name: 'orders-new-2-pre',
        namespace: 'shop',
        ownerUid: 'workload',
        data: projectAnalysisRun({
          metadata: {
            name: 'orders-new-2-pre',
            creationTimestamp: '2026-01-01T00:00:00Z',
            labels: { 'rollouts-pod-template-hash': 'new' },
          },
          spec: { metrics: [{ name: 'smoke' }] },
          status: { phase: 'Running' },
        }),
      },
    ],
    expected: {
      state: 'waiting',
      waitsFor: 'analysis',
      steps: [{ type: 'analysis', templates: ['orders'] }],
      step: 0,
      stable: 'orders-old',
      desired: 'orders-new',
      analyses: [
        {
          phase: 'Running',
          metrics: [{ name: 'smoke', phase: 'Pending', measurements: [] }],
        },
      ],
    },
  },
  'an analysis before the promotion, while a person may promote': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS, autoPromotionEnabled: false },
      {
        ...HALF,
        phase: 'Paused',
        pauseConditions: [
          { reason: 'BlueGreenPause', startTime: '2026-01-01T00:00:00Z' },
        ],
        blueGreen: {
          activeSelector: 'old',
          prePromotionAnalysisRunStatus: { name: 'run', status: 'Running' },
        },
      },
    ),
    expected: { state: 'waiting', waitsFor: 'approval', step: 1 },
  },
  'an analysis after the promotion': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { postPromotionAnalysis: ANALYSIS },
      {
        ...HALF,
        message: 'waiting for analysis to complete',
        blueGreen: {
          activeSelector: 'new',
          postPromotionAnalysisRunStatus: { name: 'run', status: 'Running' },
        },
      },
    ),
    expected: {
      state: 'waiting',
      waitsFor: 'analysis',
      step: 0,
      stable: 'orders-new',
      desired: 'orders-new',
    },
  },
  'a promotion that is over': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS, postPromotionAnalysis: ANALYSIS },
      { ...DONE, phase: 'Healthy', blueGreen: { activeSelector: 'new' } },
    ),
    expected: { state: 'complete', step: 2, stable: undefined },
  },
};
