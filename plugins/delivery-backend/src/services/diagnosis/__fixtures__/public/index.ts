import { crashes } from './crashes';
import { images } from './images';
import { nodes } from './nodes';
import type { PublicCase } from './objects';
import { autoscalers, services } from './services';
import { waits } from './waits';

/** Cases from public reports and from the references of the APIs, by their subject. */
export const publicCases: Record<string, Record<string, PublicCase>> = {
  waits,
  nodes,
  images,
  crashes,
  autoscalers,
  services,
};
