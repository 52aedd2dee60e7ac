import type { RolloutStep } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ArgoRollout, StrategyData } from './rolloutObject';

const analysisStrategySchema = z
  .object({
    templates: z
      .array(z.object({ templateName: z.string().default('') }))
      .default([]),
  })
  .optional();

/** Strategy of a blue-green rollout. */
export const blueGreenSchema = z.object({
  activeService: z.string().optional(),
  previewService: z.string().optional(),
  prePromotionAnalysis: analysisStrategySchema,
  postPromotionAnalysis: analysisStrategySchema,
  autoPromotionEnabled: z.boolean().optional(),
  autoPromotionSeconds: z.number().optional(),
});

const runStatusSchema = z
  .object({ name: z.string().default(''), status: z.string().default('') })
  .nullish();

/** Status of a blue-green rollout. */
export const blueGreenStatusSchema = z
  .object({
    activeSelector: z.string().optional(),
    prePromotionAnalysisRunStatus: runStatusSchema,
    postPromotionAnalysisRunStatus: runStatusSchema,
  })
  .prefault({});

interface BlueGreenStatus {
  blueGreen: z.infer<typeof blueGreenStatusSchema>;
  stableRS?: string;
  currentPodHash?: string;
  pauseConditions: unknown[];
}

/**
 * Reads the strategy of a blue-green rollout. Its analyses and the wait between the two
 * colours are like steps.
 */
export function readBlueGreen(
  blueGreen: z.infer<typeof blueGreenSchema>,
  status: BlueGreenStatus,
): StrategyData {
  const { activeSelector } = status.blueGreen;
  const { prePromotionAnalysis, postPromotionAnalysis } = blueGreen;
  const seconds = blueGreen.autoPromotionSeconds;
  const waits = blueGreen.autoPromotionEnabled === false || seconds;
  const wait: RolloutStep =
    seconds === undefined ? { type: 'promote' } : { type: 'pause', seconds };
  const before = analysisStep(prePromotionAnalysis);
  const beforeSwitch = [...before, ...(waits ? [wait] : [])];
  const steps = [...beforeSwitch, ...analysisStep(postPromotionAnalysis)];
  const isSwitched =
    activeSelector !== undefined && activeSelector === status.currentPodHash;
  const isPromoted = isSwitched && status.stableRS === status.currentPodHash;
  const promotionAnalysis = analysisOf(blueGreen, status, isSwitched);
  const { prePromotionAnalysisRunStatus: run } = status.blueGreen;
  // The analysis runs also during the pause.
  const isAnalysed =
    status.pauseConditions.length > 0 || run?.status === 'Successful';
  const stepBeforeSwitch = isAnalysed ? before.length : 0;
  const stepIndex = isSwitched ? beforeSwitch.length : stepBeforeSwitch;
  return {
    strategy: 'blue-green',
    steps,
    stepIndex: isPromoted ? steps.length : stepIndex,
    stableHash: activeSelector ?? status.stableRS,
    ...(promotionAnalysis && { promotionAnalysis }),
    stableService: blueGreen.activeService,
    newService: blueGreen.previewService,
  };
}

function analysisStep(
  analysis: z.infer<typeof analysisStrategySchema>,
): RolloutStep[] {
  if (!analysis) return [];
  const templates = analysis.templates.map(({ templateName }) => templateName);
  return [{ type: 'analysis', templates }];
}

/** Analysis that the controller waits for. */
function analysisOf(
  {
    prePromotionAnalysis,
    postPromotionAnalysis,
  }: z.infer<typeof blueGreenSchema>,
  { blueGreen, stableRS, currentPodHash }: BlueGreenStatus,
  isSwitched: boolean,
): ArgoRollout['promotionAnalysis'] {
  const isRunning = (run: z.infer<typeof runStatusSchema>) =>
    run ? ['', 'Pending', 'Running'].includes(run.status) : false;
  if (!isSwitched) {
    return prePromotionAnalysis &&
      isRunning(blueGreen.prePromotionAnalysisRunStatus)
      ? 'before'
      : undefined;
  }
  // The revision becomes stable after the analysis, which starts some moments later.
  const isOver = stableRS === currentPodHash;
  return postPromotionAnalysis && !isOver ? 'after' : undefined;
}
